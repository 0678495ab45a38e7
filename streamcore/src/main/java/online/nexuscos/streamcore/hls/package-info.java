/** Low-Latency HLS: playlists from a window, and their HTTP origin. */
@org.jspecify.annotations.NullMarked
package online.nexuscos.streamcore.hls;
