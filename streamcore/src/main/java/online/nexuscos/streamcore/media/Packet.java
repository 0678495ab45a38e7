package online.nexuscos.streamcore.media;

import io.netty.buffer.ByteBuf;

/**
 * One access unit. The payload is shared by all readers and never written again; whoever keeps a
 * packet retains it and releases it once.
 *
 * @param dts decoding time in the track's time scale
 * @param pts presentation time in the track's time scale, not less than 0
 * @param duration in the track's time scale; 0 where only the next packet tells
 * @param keyframe a decoder can start here
 * @param arrivalNanos when it came out of the socket, {@link System#nanoTime} of this process
 * @param wallClockMs the same moment in milliseconds since 1970
 * @param payload H.264, HEVC: 4-byte lengths with their NAL units; AV1: OBUs with their sizes,
 *     without temporal delimiters; AAC: one raw frame; the others: one frame as its codec writes it
 */
public record Packet(
        Epoch epoch,
        Track track,
        long dts,
        long pts,
        long duration,
        boolean keyframe,
        long arrivalNanos,
        long wallClockMs,
        ByteBuf payload) {

    public Packet retain() {
        payload.retain();
        return this;
    }

    public void release() {
        payload.release();
    }

    public int size() {
        return payload.readableBytes();
    }
}
