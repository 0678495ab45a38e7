package online.nexuscos.streamcore.hub;

import io.netty.buffer.ByteBuf;
import online.nexuscos.streamcore.media.Track;

/**
 * One access unit as a publisher sent it, in the publisher's own clock, whose origin is arbitrary.
 * The hub places it on the stream's time line.
 *
 * @param dts decoding time in the track's time scale, may be negative, may jump
 * @param pts presentation time in the track's time scale
 * @param duration in the track's time scale; 0 where only the next packet tells
 * @param arrivalNanos when it came out of the socket, {@link System#nanoTime}
 * @param payload in the form of {@link online.nexuscos.streamcore.media.Packet#payload}; owned by
 *     whoever holds the packet
 */
public record IngestPacket(
        Track track,
        long dts,
        long pts,
        long duration,
        boolean keyframe,
        long arrivalNanos,
        ByteBuf payload) {}
