/**
 * The packets of SRT (draft-sharabayko-srt-01), and the encryption of their payloads: pure, without
 * sockets, threads or clocks.
 */
@org.jspecify.annotations.NullMarked
package online.nexuscos.streamcore.srt.packet;
