package online.nexuscos.transcode;

import static online.nexuscos.transcode.FfmpegException.check;

import java.util.Map;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Pointer;

/** One of FFmpeg's encoders, with its configuration outside of the packets. */
final class Encoder implements AutoCloseable {
    private static final int VIDEO_BITRATE = 2_000_000;
    private static final int AUDIO_BITRATE = 128_000;
    private static final int KEYFRAME_SECONDS = 2;

    private final AVCodecContext context;
    private final AVPacket packet;

    private Encoder(String name, Consumer<AVCodecContext> settings, Map<String, String> options) {
        AVCodec codec = avcodec.avcodec_find_encoder_by_name(name);
        context = avcodec.avcodec_alloc_context3(codec);
        packet = avcodec.av_packet_alloc();
        AVDictionary dictionary = new AVDictionary((Pointer) null);
        try {
            settings.accept(context);
            context.flags(context.flags() | avcodec.AV_CODEC_FLAG_GLOBAL_HEADER);
            context.thread_count(1);
            options.forEach((key, value) -> avutil.av_dict_set(dictionary, key, value, 0));
            check(avcodec.avcodec_open2(context, codec, dictionary), "avcodec_open2 " + name);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        } finally {
            avutil.av_dict_free(dictionary);
        }
    }

    /** H.264 without B-frames or look-ahead, a keyframe every two seconds. */
    static Encoder video(int width, int height, int frameRate) {
        return new Encoder(
                "libx264",
                context -> {
                    context.width(width).height(height).pix_fmt(avutil.AV_PIX_FMT_YUV420P);
                    context.time_base(avutil.av_make_q(1, frameRate));
                    context.framerate(avutil.av_make_q(frameRate, 1));
                    context.gop_size(KEYFRAME_SECONDS * frameRate);
                    context.keyint_min(KEYFRAME_SECONDS * frameRate);
                    context.bit_rate(VIDEO_BITRATE);
                    context.rc_max_rate(VIDEO_BITRATE);
                    context.rc_buffer_size(VIDEO_BITRATE);
                    context.color_range(avutil.AVCOL_RANGE_MPEG);
                    context.colorspace(avutil.AVCOL_SPC_BT709);
                    context.color_primaries(avutil.AVCOL_PRI_BT709);
                    context.color_trc(avutil.AVCOL_TRC_BT709);
                },
                Map.of("preset", "veryfast", "tune", "zerolatency", "sc_threshold", "0"));
    }

    /** AAC-LC in stereo. */
    static Encoder audio(int sampleRate) {
        return new Encoder(
                "aac",
                context -> {
                    context.sample_fmt(avutil.AV_SAMPLE_FMT_FLTP).sample_rate(sampleRate);
                    context.time_base(avutil.av_make_q(1, sampleRate));
                    context.bit_rate(AUDIO_BITRATE);
                    avutil.av_channel_layout_default(context.ch_layout(), 2);
                },
                Map.of());
    }

    AVCodecContext context() {
        return context;
    }

    /** Encodes one frame and hands over what came out; {@code null} ends the stream. */
    void encode(@org.jspecify.annotations.Nullable AVFrame frame, Consumer<AVPacket> output) {
        check(avcodec.avcodec_send_frame(context, frame), "avcodec_send_frame");
        while (true) {
            int result = avcodec.avcodec_receive_packet(context, packet);
            if (result == avutil.AVERROR_EAGAIN() || result == avutil.AVERROR_EOF()) {
                return;
            }
            check(result, "avcodec_receive_packet");
            output.accept(packet);
            avcodec.av_packet_unref(packet);
        }
    }

    @Override
    public void close() {
        avcodec.av_packet_free(packet);
        avcodec.avcodec_free_context(context);
    }
}
