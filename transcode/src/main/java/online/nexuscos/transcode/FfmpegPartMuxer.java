package online.nexuscos.transcode;

import static online.nexuscos.transcode.FfmpegException.check;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import online.nexuscos.streamcore.media.Packet;
import online.nexuscos.streamcore.media.Track;
import online.nexuscos.streamcore.packaging.PartMuxer;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * FFmpeg's mp4 muxer for one track, writing into memory.
 *
 * <p>Samples go into FFmpeg's own buffer as they come; a dynamic buffer takes the fragment when it
 * is cut. No native code calls back into Java: JavaCPP has ten callbacks of a type, and the
 * eleventh muxer would write nothing without an error.
 */
final class FfmpegPartMuxer implements PartMuxer {
    /**
     * frag_discont with use_editlist=0 and avoid_negative_ts=disabled writes the times of the
     * packets into tfdt and ctts as they are; skip_trailer keeps no index of old fragments.
     */
    private static final String MOV_FLAGS =
            "frag_custom+empty_moov+default_base_moof+frag_discont+skip_trailer";

    private static final long NONE = -1;
    private static final AVPacket FLUSH = new AVPacket((Pointer) null);

    private final ByteBufAllocator allocator;
    private final AVFormatContext format = new AVFormatContext((Pointer) null);
    private final AVIOContext output = new AVIOContext((Pointer) null);
    private final BytePointer written = new BytePointer((Pointer) null);
    private final AddressPointer target = new AddressPointer();
    private final PacketFields fields;
    private final ByteBuf initialization;
    private int packets;
    private long last = NONE;
    private long end;

    FfmpegPartMuxer(Track track, ByteBufAllocator allocator) {
        this.allocator = allocator;
        fields = new PacketFields();
        try {
            initialization = open(track);
        } catch (RuntimeException | Error e) {
            free();
            throw e;
        }
    }

    private ByteBuf open(Track track) {
        check(
                avformat.avformat_alloc_output_context2(format, null, "mp4", null),
                "avformat_alloc_output_context2");
        // A bit stream filter would copy packets, and one that starts like ADTS would insert it.
        int flags = format.flags() & ~AVFormatContext.AVFMT_FLAG_AUTO_BSF;
        format.flags(flags | AVFormatContext.AVFMT_FLAG_BITEXACT);
        CodecParameters.addStream(format, track);
        openOutput();
        AVDictionary options = new AVDictionary((Pointer) null);
        try {
            avutil.av_dict_set(options, "movflags", MOV_FLAGS, 0);
            avutil.av_dict_set(options, "use_editlist", "0", 0);
            avutil.av_dict_set(options, "avoid_negative_ts", "disabled", 0);
            avutil.av_dict_set_int(options, "video_track_timescale", track.timescale(), 0);
            check(avformat.avformat_write_header(format, options), "avformat_write_header");
        } finally {
            avutil.av_dict_free(options);
        }
        int timescale = format.streams(0).time_base().den();
        if (timescale != track.timescale()) {
            throw new FfmpegException(
                    "time scale: " + timescale + " (expected: " + track.timescale() + ")");
        }
        return CodecParameters.finish(takeOutput(0), track.configuration());
    }

    @Override
    public ByteBuf initialization() {
        requireOpen();
        return initialization.retainedDuplicate();
    }

    @Override
    public void write(Packet packet, long duration) {
        requireOpen();
        require("duration", duration, 1, Integer.MAX_VALUE);
        require("dts", packet.dts(), 0, Long.MAX_VALUE / 2);
        require("pts - dts", packet.pts() - packet.dts(), 0, Integer.MAX_VALUE);
        ByteBuf payload = packet.payload();
        int size = payload.readableBytes();
        require("payload size", size, 1, Integer.MAX_VALUE);
        if (payload.hasMemoryAddress()) {
            write(packet, duration, payload.memoryAddress() + payload.readerIndex());
            return;
        }
        ByteBuf copy = allocator.directBuffer(size, size);
        try {
            copy.writeBytes(payload, payload.readerIndex(), size);
            write(packet, duration, copy.memoryAddress());
        } finally {
            copy.release();
        }
    }

    private void write(Packet packet, long duration, long address) {
        if (packets == 0 && last != NONE && packet.dts() != end) {
            jump(packet.dts());
        }
        AVPacket sample =
                fields.set(
                        address,
                        packet.size(),
                        packet.dts(),
                        packet.pts(),
                        duration,
                        packet.keyframe());
        check(avformat.av_write_frame(format, sample), "av_write_frame");
        packets++;
        last = packet.dts();
        end = last + duration;
    }

    /**
     * Tells FFmpeg that the next part does not begin where the last one ended; else it puts the
     * first sample there and stretches it. The empty packet is thrown away after the flag is seen:
     * the next packet's time would be judged before that.
     */
    private void jump(long dts) {
        check(avutil.av_opt_set(format.priv_data(), "movflags", "+frag_discont", 0), "av_opt_set");
        if (dts - 1 > last) {
            check(
                    avformat.av_write_frame(format, fields.set(0, 0, dts - 1, dts - 1, 0, false)),
                    "av_write_frame");
        }
    }

    @Override
    public ByteBuf part(int room) {
        requireOpen();
        if (packets == 0) {
            throw new IllegalStateException("a part needs a packet");
        }
        packets = 0;
        openOutput();
        check(avformat.av_write_frame(format, FLUSH), "av_write_frame");
        return takeOutput(room);
    }

    private void openOutput() {
        check(avformat.avio_open_dyn_buf(output), "avio_open_dyn_buf");
        format.pb(output);
    }

    /**
     * What was put out since {@link #openOutput}, in a buffer of exactly that size and the room.
     */
    private ByteBuf takeOutput(int room) {
        int size = closeOutput();
        try {
            check(size, "avio_close_dyn_buf");
            int all = Math.addExact(room, size);
            ByteBuf out = allocator.directBuffer(all, all);
            Pointer.memcpy(target.at(out.memoryAddress() + room), written, size);
            return out.writerIndex(all);
        } finally {
            avutil.av_free(written);
            written.setNull();
        }
    }

    private int closeOutput() {
        int size = avformat.avio_close_dyn_buf(output, written);
        output.setNull();
        format.pb(output);
        return size;
    }

    /** Frees a part in the making, too; a trailer is not wanted. */
    @Override
    public void close() {
        if (!format.isNull()) {
            initialization.release();
            free();
        }
    }

    private void free() {
        if (!output.isNull()) {
            closeOutput();
            avutil.av_free(written);
        }
        if (!format.isNull()) {
            avformat.avformat_free_context(format);
            format.setNull();
        }
        fields.close();
    }

    private void requireOpen() {
        if (format.isNull()) {
            throw new IllegalStateException("the muxer is closed");
        }
    }

    private static void require(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw new FfmpegException(
                    name + ": " + value + " (expected: " + min + " to " + max + ")");
        }
    }
}
