/** Tests of the media model's parsers. */
@org.jspecify.annotations.NullMarked
package online.nexuscos.streamcore.media;
