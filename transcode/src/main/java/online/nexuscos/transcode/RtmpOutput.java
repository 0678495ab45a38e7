package online.nexuscos.transcode;

import static online.nexuscos.transcode.FfmpegException.check;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Pointer;

/** Publishes encoded packets with FFmpeg's own RTMP client; one thread. */
final class RtmpOutput implements AutoCloseable {
    private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final AVFormatContext format = new AVFormatContext((Pointer) null);
    private final AVIOContext connection = new AVIOContext((Pointer) null);
    private final List<Encoder> encoders;
    // FFmpeg calls it as long as the connection is open, so Java must hold it as long.
    private final Interrupt interrupt = new Interrupt();
    private final AVIOInterruptCB interruptHolder;

    /** Connects; takes the streams in the order of the encoders. */
    RtmpOutput(String url, List<Encoder> encoders) {
        this.encoders = List.copyOf(encoders);
        interruptHolder = new AVIOInterruptCB().callback(interrupt);
        try {
            open(url);
        } catch (RuntimeException | Error e) {
            free();
            throw e;
        }
    }

    private void open(String url) {
        check(
                avformat.avformat_alloc_output_context2(format, null, "flv", url),
                "avformat_alloc_output_context2");
        for (Encoder encoder : encoders) {
            AVStream stream = avformat.avformat_new_stream(format, null);
            stream.time_base(encoder.context().time_base());
            check(
                    avcodec.avcodec_parameters_from_context(stream.codecpar(), encoder.context()),
                    "avcodec_parameters_from_context");
        }
        interrupt.extend();
        check(
                avformat.avio_open2(
                        connection, url, avformat.AVIO_FLAG_WRITE, interruptHolder, null),
                "connect");
        format.pb(connection);
        AVDictionary options = new AVDictionary((Pointer) null);
        try {
            avutil.av_dict_set(options, "flvflags", "no_duration_filesize", 0);
            check(avformat.avformat_write_header(format, options), "avformat_write_header");
        } finally {
            avutil.av_dict_free(options);
        }
    }

    /** Sends one packet; its content is taken over. */
    void write(AVPacket packet, Encoder from) {
        int index = encoders.indexOf(from);
        packet.stream_index(index);
        avcodec.av_packet_rescale_ts(
                packet, from.context().time_base(), format.streams(index).time_base());
        interrupt.extend();
        check(avformat.av_interleaved_write_frame(format, packet), "send");
    }

    /** Says good-bye to the server where there still is one. */
    @Override
    public void close() {
        interrupt.extend();
        avformat.av_write_trailer(format);
        free();
    }

    private void free() {
        if (!connection.isNull()) {
            avformat.avio_closep(connection);
        }
        if (!format.isNull()) {
            avformat.avformat_free_context(format);
        }
        interruptHolder.deallocate();
        interrupt.deallocate();
    }

    /** Lets a blocked connection end when it takes too long. */
    private static final class Interrupt extends AVIOInterruptCB.Callback_Pointer {
        private long deadline;

        void extend() {
            deadline = System.nanoTime() + TIMEOUT_NANOS;
        }

        @Override
        public int call(Pointer opaque) {
            return System.nanoTime() - deadline > 0 ? 1 : 0;
        }
    }
}
