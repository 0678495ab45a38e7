/** RTMP messages: raw messages to records and back. */
@org.jspecify.annotations.NullMarked
package online.nexuscos.streamcore.rtmp.message;
