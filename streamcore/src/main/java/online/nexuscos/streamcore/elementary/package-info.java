/**
 * Elementary streams as MPEG-TS and FFmpeg's demuxers carry them (Annex B, ADTS), made into the
 * form that the hub's packets have. Everything but {@link
 * online.nexuscos.streamcore.elementary.ElementaryFeed} is a pure codec.
 */
@org.jspecify.annotations.NullMarked
package online.nexuscos.streamcore.elementary;
