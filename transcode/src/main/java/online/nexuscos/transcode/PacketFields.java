package online.nexuscos.transcode;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.javacpp.Loader;

/**
 * An AVPacket that is filled through a view of its memory: one setter through JNI costs as much as
 * all of these together. The places of the fields come from the native library's own compiler.
 */
final class PacketFields implements AutoCloseable {
    private static final int PTS = Loader.offsetof(AVPacket.class, "pts");
    private static final int DTS = Loader.offsetof(AVPacket.class, "dts");
    private static final int DATA = Loader.offsetof(AVPacket.class, "data");
    private static final int SIZE = Loader.offsetof(AVPacket.class, "size");
    private static final int FLAGS = Loader.offsetof(AVPacket.class, "flags");
    private static final int DURATION = Loader.offsetof(AVPacket.class, "duration");

    private final AVPacket packet;
    private final ByteBuffer fields;

    PacketFields() {
        packet = avcodec.av_packet_alloc();
        if (packet == null || packet.isNull()) {
            throw new FfmpegException("av_packet_alloc: out of memory");
        }
        fields = packet.asByteBuffer().order(ByteOrder.nativeOrder());
    }

    /** The packet with these values; {@code address} stays the caller's. */
    AVPacket set(long address, int size, long dts, long pts, long duration, boolean keyframe) {
        fields.putLong(PTS, pts);
        fields.putLong(DTS, dts);
        fields.putLong(DATA, address);
        fields.putInt(SIZE, size);
        fields.putInt(FLAGS, keyframe ? avcodec.AV_PKT_FLAG_KEY : 0);
        fields.putLong(DURATION, duration);
        return packet;
    }

    @Override
    public void close() {
        avcodec.av_packet_free(packet);
    }
}
