package online.nexuscos.transcode;

import static online.nexuscos.transcode.FfmpegException.check;

import online.nexuscos.streamcore.media.AudioConfiguration;
import online.nexuscos.streamcore.media.Codec;
import online.nexuscos.streamcore.media.CodecPrivate;
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
            case VideoConfiguration video ->
                    parameters
                            .codec_type(avutil.AVMEDIA_TYPE_VIDEO)
                            .width(video.width())
                            .height(video.height());
            case AudioConfiguration audio -> {
                parameters
                        .codec_type(avutil.AVMEDIA_TYPE_AUDIO)
                        .sample_rate(audio.sampleRate())
                        .frame_size(audio.samplesPerFrame());
                avutil.av_channel_layout_default(parameters.ch_layout(), audio.channels());
            }
        }
        setExtradata(parameters, configuration.codecPrivate());
    }

    private static int codecId(Codec codec) {
        return switch (codec) {
            case H264 -> avcodec.AV_CODEC_ID_H264;
            case AAC -> avcodec.AV_CODEC_ID_AAC;
        };
    }

    /** FFmpeg frees it with av_free and may read past its end, as far as the padding reaches. */
    private static void setExtradata(AVCodecParameters parameters, CodecPrivate codecPrivate) {
        byte[] bytes = codecPrivate.bytes();
        if (bytes.length == 0) {
            // FFmpeg would write a file without a configuration and not complain.
            check(avutil.AVERROR_EINVAL(), "codec configuration");
        }
        Pointer memory =
                avutil.av_mallocz(bytes.length + (long) avcodec.AV_INPUT_BUFFER_PADDING_SIZE);
        if (memory == null || memory.isNull()) {
            throw new FfmpegException("av_mallocz: out of memory");
        }
        BytePointer extradata = new BytePointer(memory).put(bytes, 0, bytes.length);
        parameters.extradata(extradata).extradata_size(bytes.length);
    }
}
