package online.nexuscos.transcode;

import static online.nexuscos.transcode.FfmpegException.check;

import io.netty.buffer.ByteBuf;
import online.nexuscos.streamcore.media.AudioConfiguration;
import online.nexuscos.streamcore.media.Codec;
import online.nexuscos.streamcore.media.Colour;
import online.nexuscos.streamcore.media.Track;
import online.nexuscos.streamcore.media.TrackConfiguration;
import online.nexuscos.streamcore.media.VideoConfiguration;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** Says to FFmpeg what a track holds. */
final class CodecParameters {
    private static final int HVC1 = 'h' | ('v' << 8) | ('c' << 16) | ('1' << 24);
    private static final int CHROMA_422 = 2;
    private static final int CHROMA_444 = 3;
    private static final byte[] NOTHING = {};

    private CodecParameters() {}

    /** Adds a stream with the track's time scale and configuration; the format owns it. */
    static void addStream(AVFormatContext format, Track track) {
        AVStream stream = avformat.avformat_new_stream(format, null);
        if (stream == null || stream.isNull()) {
            throw new FfmpegException("avformat_new_stream: out of memory");
        }
        stream.time_base().num(1).den(track.timescale());
        AVCodecParameters parameters = stream.codecpar();
        TrackConfiguration configuration = track.configuration();
        parameters.codec_id(codecId(configuration.codec()));
        switch (configuration) {
            case VideoConfiguration video -> setVideo(parameters, video);
            case AudioConfiguration audio -> {
                parameters
                        .codec_type(avutil.AVMEDIA_TYPE_AUDIO)
                        .sample_rate(audio.sampleRate())
                        .frame_size(audio.samplesPerFrame());
                avutil.av_channel_layout_default(parameters.ch_layout(), audio.channels());
            }
        }
        byte[] extradata = extradata(configuration);
        if (extradata.length > 0) {
            setExtradata(parameters, extradata);
        }
    }

    /**
     * Puts into an initialization section what FFmpeg could not.
     *
     * @param section passes to this method
     */
    static ByteBuf finish(ByteBuf section, TrackConfiguration configuration) {
        byte[] bytes = configuration.codecPrivate().bytes();
        return switch (configuration.codec()) {
            case AC3 -> Ac3SampleEntry.replace(section, "ac-3", "dac3", bytes);
            case EAC3 -> Ac3SampleEntry.replace(section, "ec-3", "dec3", bytes);
            case H264, HEVC, AV1, VP9, VP8, AAC, OPUS, MP3, FLAC -> section;
        };
    }

    private static void setVideo(AVCodecParameters parameters, VideoConfiguration video) {
        Colour colour = video.colour();
        parameters
                .codec_type(avutil.AVMEDIA_TYPE_VIDEO)
                .width(video.width())
                .height(video.height())
                .color_primaries(colour.primaries())
                .color_trc(colour.transfer())
                .color_space(colour.matrix())
                .color_range(
                        colour.fullRange() ? avutil.AVCOL_RANGE_JPEG : avutil.AVCOL_RANGE_MPEG);
        switch (video.codec()) {
            // Parameter sets stand in the configuration alone; FFmpeg would say hev1.
            case HEVC -> parameters.codec_tag(HVC1);
            case VP8, VP9 -> {
                byte[] vpcc = video.codecPrivate().bytes();
                parameters.profile(vpcc[4]).level(vpcc[5]).format(pixelFormat(vpcc[6]));
            }
            case H264, AV1, AAC, OPUS, MP3, FLAC, AC3, EAC3 -> {}
        }
    }

    /** The format that FFmpeg makes the same three fields of vpcC of: depth, chroma and range. */
    private static int pixelFormat(byte vpcc) {
        int depth = (vpcc >> 4) & 0xf;
        int chroma = (vpcc >> 1) & 7;
        return switch (chroma) {
            case CHROMA_422 ->
                    switch (depth) {
                        case 10 -> avutil.AV_PIX_FMT_YUV422P10LE;
                        case 12 -> avutil.AV_PIX_FMT_YUV422P12LE;
                        default -> avutil.AV_PIX_FMT_YUV422P;
                    };
            case CHROMA_444 ->
                    switch (depth) {
                        case 10 -> avutil.AV_PIX_FMT_YUV444P10LE;
                        case 12 -> avutil.AV_PIX_FMT_YUV444P12LE;
                        default -> avutil.AV_PIX_FMT_YUV444P;
                    };
            default ->
                    switch (depth) {
                        case 10 -> avutil.AV_PIX_FMT_YUV420P10LE;
                        case 12 -> avutil.AV_PIX_FMT_YUV420P12LE;
                        default -> avutil.AV_PIX_FMT_YUV420P;
                    };
        };
    }

    /** AC-3 and E-AC-3 begin as MP3: see {@link #finish}. */
    private static int codecId(Codec codec) {
        return switch (codec) {
            case H264 -> avcodec.AV_CODEC_ID_H264;
            case HEVC -> avcodec.AV_CODEC_ID_HEVC;
            case AV1 -> avcodec.AV_CODEC_ID_AV1;
            case VP9 -> avcodec.AV_CODEC_ID_VP9;
            case VP8 -> avcodec.AV_CODEC_ID_VP8;
            case AAC -> avcodec.AV_CODEC_ID_AAC;
            case OPUS -> avcodec.AV_CODEC_ID_OPUS;
            case FLAC -> avcodec.AV_CODEC_ID_FLAC;
            case MP3, AC3, EAC3 -> avcodec.AV_CODEC_ID_MP3;
        };
    }

    /** What FFmpeg makes the configuration's box of; empty where it needs nothing. */
    private static byte[] extradata(TrackConfiguration configuration) {
        byte[] bytes = configuration.codecPrivate().bytes();
        return switch (configuration.codec()) {
            case H264, HEVC, AV1, AAC, OPUS, FLAC -> {
                if (bytes.length == 0) {
                    // FFmpeg would write a file without a configuration and not complain.
                    check(avutil.AVERROR_EINVAL(), "codec configuration");
                }
                yield bytes;
            }
            case VP9, VP8, MP3, AC3, EAC3 -> NOTHING;
        };
    }

    /** FFmpeg frees it with av_free and may read past its end, as far as the padding reaches. */
    private static void setExtradata(AVCodecParameters parameters, byte[] bytes) {
        Pointer memory =
                avutil.av_mallocz(bytes.length + (long) avcodec.AV_INPUT_BUFFER_PADDING_SIZE);
        if (memory == null || memory.isNull()) {
            throw new FfmpegException("av_mallocz: out of memory");
        }
        BytePointer extradata = new BytePointer(memory).put(bytes, 0, bytes.length);
        parameters.extradata(extradata).extradata_size(bytes.length);
    }
}
