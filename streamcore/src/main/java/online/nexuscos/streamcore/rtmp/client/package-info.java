/** Publishes to other RTMP servers. */
@org.jspecify.annotations.NullMarked
package online.nexuscos.streamcore.rtmp.client;
