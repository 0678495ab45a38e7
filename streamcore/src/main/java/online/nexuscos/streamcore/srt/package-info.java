/**
 * Takes publishers over SRT (draft-sharabayko-srt-01): MPEG-TS in live mode, one UDP port for all.
 */
@org.jspecify.annotations.NullMarked
package online.nexuscos.streamcore.srt;
