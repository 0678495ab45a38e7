/** AMF0, the value encoding of RTMP commands: bytes to values and back. */
@org.jspecify.annotations.NullMarked
package online.nexuscos.streamcore.rtmp.amf;
