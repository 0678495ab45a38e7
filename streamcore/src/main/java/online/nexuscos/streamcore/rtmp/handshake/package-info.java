/** The RTMP handshake, plain and with digest: bytes to bytes. */
@org.jspecify.annotations.NullMarked
package online.nexuscos.streamcore.rtmp.handshake;
