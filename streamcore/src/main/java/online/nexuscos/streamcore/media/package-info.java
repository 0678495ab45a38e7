/** The media model: tracks, their configurations, packets; and the parsers that accept them. */
@org.jspecify.annotations.NullMarked
package online.nexuscos.streamcore.media;
