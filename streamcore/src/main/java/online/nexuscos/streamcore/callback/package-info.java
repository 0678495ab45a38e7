/** Asks a site over HTTP who may publish and play, in nginx-rtmp's way. */
@org.jspecify.annotations.NullMarked
package online.nexuscos.streamcore.callback;
