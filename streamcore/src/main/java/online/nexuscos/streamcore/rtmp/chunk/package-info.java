/** The RTMP chunk stream: bytes to raw messages and back. */
@org.jspecify.annotations.NullMarked
package online.nexuscos.streamcore.rtmp.chunk;
