/** MPEG transport streams: packets to bytes. */
@org.jspecify.annotations.NullMarked
package online.nexuscos.streamcore.mpegts;
