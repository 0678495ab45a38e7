package online.nexuscos.transcode;

import static online.nexuscos.transcode.FfmpegException.check;

import java.util.Map;
import java.util.function.Consumer;
import online.nexuscos.streamcore.media.Codec;
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
    private static final Map<String, String> REAL_TIME =
            Map.of("deadline", "realtime", "cpu-used", "8", "lag-in-frames", "0");

    private final AVCodecContext context;
    private final AVPacket packet;

    /** One of FFmpeg's encoders by its name, and its own options. */
    private record Choice(String name, Map<String, String> options) {}

    private Encoder(Choice choice, Consumer<AVCodecContext> settings) {
        AVCodec codec = avcodec.avcodec_find_encoder_by_name(choice.name());
        context = avcodec.avcodec_alloc_context3(codec);
        packet = avcodec.av_packet_alloc();
        AVDictionary dictionary = new AVDictionary((Pointer) null);
        try {
            settings.accept(context);
            context.flags(context.flags() | avcodec.AV_CODEC_FLAG_GLOBAL_HEADER);
            context.thread_count(1);
            choice.options().forEach((key, value) -> avutil.av_dict_set(dictionary, key, value, 0));
            check(
                    avcodec.avcodec_open2(context, codec, dictionary),
                    "avcodec_open2 " + choice.name());
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        } finally {
            avutil.av_dict_free(dictionary);
        }
    }

    /** H.264, see {@link #video(Codec, int, int, int)}. */
    static Encoder video(int width, int height, int frameRate) {
        return video(Codec.H264, width, height, frameRate);
    }

    /** No picture is decoded before it is shown; a keyframe every two seconds. */
    static Encoder video(Codec codec, int width, int height, int frameRate) {
        return new Encoder(
                pictures(codec),
                context -> {
                    context.width(width).height(height).pix_fmt(avutil.AV_PIX_FMT_YUV420P);
                    context.time_base(avutil.av_make_q(1, frameRate));
                    context.framerate(avutil.av_make_q(frameRate, 1));
                    context.gop_size(KEYFRAME_SECONDS * frameRate);
                    context.keyint_min(KEYFRAME_SECONDS * frameRate);
                    context.max_b_frames(0);
                    context.bit_rate(VIDEO_BITRATE);
                    context.rc_max_rate(VIDEO_BITRATE);
                    context.rc_buffer_size(VIDEO_BITRATE);
                    context.color_range(avutil.AVCOL_RANGE_MPEG);
                    context.colorspace(avutil.AVCOL_SPC_BT709);
                    context.color_primaries(avutil.AVCOL_PRI_BT709);
                    context.color_trc(avutil.AVCOL_TRC_BT709);
                });
    }

    private static Choice pictures(Codec codec) {
        return switch (codec) {
            case H264 ->
                    new Choice(
                            "libx264",
                            Map.of(
                                    "preset",
                                    "veryfast",
                                    "tune",
                                    "zerolatency",
                                    "sc_threshold",
                                    "0"));
            case HEVC ->
                    new Choice(
                            "libx265",
                            Map.of(
                                    "preset",
                                    "superfast",
                                    "tune",
                                    "zerolatency",
                                    "x265-params",
                                    "log-level=error:scenecut=0:open-gop=0"));
            // Low delay, so that no picture is hidden in another's packet.
            case AV1 ->
                    new Choice(
                            "libsvtav1",
                            Map.of("preset", "10", "svtav1-params", "pred-struct=1:lp=1:scd=0"));
            case VP9 -> new Choice("libvpx-vp9", REAL_TIME);
            case VP8 -> new Choice("libvpx", REAL_TIME);
            case AAC, OPUS, MP3, FLAC, AC3, EAC3 ->
                    throw new IllegalArgumentException(codec + " is no picture");
        };
    }

    /** AAC-LC in stereo. */
    static Encoder audio(int sampleRate) {
        return audio(Codec.AAC, sampleRate, 2);
    }

    /**
     * Sound.
     *
     * @param sampleRate in hertz, one that the codec has
     * @param channels 1 or 2
     */
    static Encoder audio(Codec codec, int sampleRate, int channels) {
        int format =
                switch (codec) {
                    case AAC, MP3, AC3, EAC3 -> avutil.AV_SAMPLE_FMT_FLTP;
                    case OPUS -> avutil.AV_SAMPLE_FMT_FLT;
                    case FLAC -> avutil.AV_SAMPLE_FMT_S16;
                    case H264, HEVC, AV1, VP9, VP8 ->
                            throw new IllegalArgumentException(codec + " is no sound");
                };
        return new Encoder(
                new Choice(sounds(codec), Map.of()),
                context -> {
                    context.sample_fmt(format).sample_rate(sampleRate);
                    context.time_base(avutil.av_make_q(1, sampleRate));
                    context.bit_rate(AUDIO_BITRATE);
                    avutil.av_channel_layout_default(context.ch_layout(), channels);
                });
    }

    private static String sounds(Codec codec) {
        return switch (codec) {
            case AAC -> "aac";
            case OPUS -> "libopus";
            case MP3 -> "libmp3lame";
            case FLAC -> "flac";
            case AC3 -> "ac3";
            case EAC3 -> "eac3";
            case H264, HEVC, AV1, VP9, VP8 ->
                    throw new IllegalArgumentException(codec + " is no sound");
        };
    }

    /** Samples that the encoder takes at a time, for each channel. */
    int samplesPerFrame() {
        return context.frame_size();
    }

    /** FFmpeg's name of the form of the samples. */
    String sampleFormat() {
        return avutil.av_get_sample_fmt_name(context.sample_fmt()).getString();
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
