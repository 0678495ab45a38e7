/** RTMP ingest: the session and its Netty server. The wire format is in the sub-packages. */
@org.jspecify.annotations.NullMarked
package online.nexuscos.streamcore.rtmp;
