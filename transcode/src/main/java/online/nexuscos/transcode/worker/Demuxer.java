package online.nexuscos.transcode.worker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import online.nexuscos.streamcore.elementary.ElementaryFormat;
import online.nexuscos.streamcore.media.Codec;
import online.nexuscos.streamcore.media.CodecPrivate;
import online.nexuscos.transcode.FfmpegException;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.jspecify.annotations.Nullable;

/** One source through FFmpeg: its best video and its best audio; one thread. */
final class Demuxer implements AutoCloseable {
    private static final int OPEN_SECONDS = 20;
    private static final int READ_SECONDS = 15;
    private static final long TICKS_PER_SECOND = 90_000;
    private static final long NANOS_PER_TICK_TIMES_9 = 100_000; // 1e9 / 90,000 * 9
    private static final int NONE = -1;

    private final AVFormatContext format = avformat.avformat_alloc_context();
    private final AVPacket packet = avcodec.av_packet_alloc();
    private final AVIOInterruptCB interruptHolder;
    private final Interrupt interrupt;
    private final Pace pace = new Pace();
    private final Map<Integer, ElementaryFormat> tracks = new HashMap<>();
    private final Map<Integer, Long> lastDts = new HashMap<>();

    /** Opens it and finds out what it holds. */
    Demuxer(ReadCommand command, PolicyProxy proxy, Interrupt interrupt)
            throws IOException, UnreachableException {
        this.interrupt = interrupt;
        interruptHolder = new AVIOInterruptCB().callback(interrupt);
        try {
            PinnedAddress address = judged(command);
            Map<String, String> options = SourceOptions.of(command, proxy);
            options.putAll(address.options());
            open(address.url(), options);
        } catch (IOException | UnreachableException | RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private static PinnedAddress judged(ReadCommand command) throws UnreachableException {
        URI source = command.address().uri();
        InetAddress first = SourceHosts.resolve(source.getHost(), command.reach()).getFirst();
        return switch (command.reach()) {
            case PUBLIC -> PinnedAddress.of(source, first);
            case PRIVATE -> PinnedAddress.unchanged(source);
        };
    }

    private void open(String url, Map<String, String> given) {
        format.interrupt_callback(interruptHolder);
        AVDictionary options = new AVDictionary((Pointer) null);
        given.forEach((name, value) -> avutil.av_dict_set(options, name, value, 0));
        interrupt.allow(OPEN_SECONDS);
        try {
            // Where it fails, FFmpeg has freed the context.
            check(avformat.avformat_open_input(format, url, null, options), "cannot be opened");
        } finally {
            avutil.av_dict_free(options);
        }
        check(
                avformat.avformat_find_stream_info(format, (AVDictionary) null),
                "holds nothing that is known");
        int video = best(avutil.AVMEDIA_TYPE_VIDEO, NONE);
        int audio = best(avutil.AVMEDIA_TYPE_AUDIO, video);
        List<String> refused = new ArrayList<>();
        for (int i = 0; i < format.nb_streams(); i++) {
            AVStream stream = format.streams(i);
            boolean wanted = (i == video || i == audio) && i <= FrameType.MAX_TRACK_ID;
            Optional<Codec> codec = wanted ? codec(stream.codecpar().codec_id()) : Optional.empty();
            if (codec.isPresent()) {
                tracks.put(i, format(i, codec.get(), stream.codecpar()));
            } else {
                stream.discard(avcodec.AVDISCARD_ALL);
                if (wanted) {
                    refused.add(avcodec.avcodec_get_name(stream.codecpar().codec_id()).getString());
                }
            }
        }
        if (tracks.isEmpty()) {
            throw new FfmpegException(
                    refused.isEmpty()
                            ? "the source has neither video nor audio"
                            : "the source has "
                                    + String.join(" and ", refused)
                                    + ", which is not taken");
        }
    }

    private int best(int type, int related) {
        return avformat.av_find_best_stream(
                format, type, NONE, related, (org.bytedeco.javacpp.PointerPointer<?>) null, 0);
    }

    /** Sends what it brings until it ends. */
    void copyTo(FrameWriter out) throws IOException {
        out.tracks(List.copyOf(tracks.values()));
        while (true) {
            interrupt.allow(READ_SECONDS);
            int result = avformat.av_read_frame(format, packet);
            if (result == avutil.AVERROR_EOF()) {
                return;
            }
            if (result == avutil.AVERROR_EAGAIN()) {
                continue;
            }
            check(result, "was lost");
            try {
                send(out);
            } finally {
                avcodec.av_packet_unref(packet);
            }
        }
    }

    private void send(FrameWriter out) throws IOException {
        int index = packet.stream_index();
        ElementaryFormat track = tracks.get(index);
        int size = packet.size();
        if (track == null || size < 1 || size > FrameType.MAX_UNIT - FrameType.UNIT_HEADER) {
            return;
        }
        byte @Nullable [] extradata = newExtradata();
        if (extradata != null) {
            tracks.put(
                    index, new ElementaryFormat(index, track.codec(), new CodecPrivate(extradata)));
            out.tracks(List.copyOf(tracks.values()));
        }
        AVStream stream = format.streams(index);
        long unit = TICKS_PER_SECOND * stream.time_base().num();
        int divisor = stream.time_base().den();
        long dts = ticks(packet.dts(), unit, divisor);
        long pts = ticks(packet.pts(), unit, divisor);
        dts = dts == avutil.AV_NOPTS_VALUE ? pts : dts;
        if (dts == avutil.AV_NOPTS_VALUE) {
            dts = lastDts.getOrDefault(index, 0L) + 1;
        }
        pts = pts == avutil.AV_NOPTS_VALUE ? dts : pts;
        lastDts.put(index, dts);
        hold(dts);
        boolean keyframe = (packet.flags() & avcodec.AV_PKT_FLAG_KEY) != 0;
        BytePointer data = packet.data();
        out.unit(index, dts, pts, keyframe, data.capacity(size).asByteBuffer());
    }

    private static long ticks(long value, long unit, int divisor) {
        return value == avutil.AV_NOPTS_VALUE ? value : avutil.av_rescale(value, unit, divisor);
    }

    private void hold(long dts) {
        long media = Math.multiplyExact(dts / 9, NANOS_PER_TICK_TIMES_9);
        long end = System.nanoTime();
        long wait = pace.waitNanos(media, end);
        end += wait;
        while (wait > 0 && !interrupt.isCancelled()) {
            LockSupport.parkNanos(Math.min(wait, 100_000_000));
            wait = end - System.nanoTime();
        }
    }

    private byte @Nullable [] newExtradata() {
        try (SizeTPointer size = new SizeTPointer(1)) {
            BytePointer data =
                    avcodec.av_packet_get_side_data(
                            packet, avcodec.AV_PKT_DATA_NEW_EXTRADATA, size);
            if (data == null || data.isNull() || size.get() < 1 || size.get() > 4096) {
                return null;
            }
            byte[] bytes = new byte[(int) size.get()];
            data.capacity(bytes.length).get(bytes);
            return bytes;
        }
    }

    private static ElementaryFormat format(int id, Codec codec, AVCodecParameters parameters) {
        byte[] extradata = new byte[Math.clamp(parameters.extradata_size(), 0, 4096)];
        if (extradata.length > 0) {
            parameters.extradata().capacity(extradata.length).get(extradata);
        }
        return new ElementaryFormat(id, codec, new CodecPrivate(extradata));
    }

    private static Optional<Codec> codec(int id) {
        return switch (id) {
            case avcodec.AV_CODEC_ID_H264 -> Optional.of(Codec.H264);
            case avcodec.AV_CODEC_ID_HEVC -> Optional.of(Codec.HEVC);
            case avcodec.AV_CODEC_ID_AAC -> Optional.of(Codec.AAC);
            case avcodec.AV_CODEC_ID_OPUS -> Optional.of(Codec.OPUS);
            case avcodec.AV_CODEC_ID_MP3 -> Optional.of(Codec.MP3);
            case avcodec.AV_CODEC_ID_AC3 -> Optional.of(Codec.AC3);
            case avcodec.AV_CODEC_ID_EAC3 -> Optional.of(Codec.EAC3);
            default -> Optional.empty();
        };
    }

    private void check(int result, String what) {
        if (result >= 0) {
            return;
        }
        String why = interrupt.isLate() ? "nothing came in time" : FfmpegException.text(result);
        throw new FfmpegException("the source " + what + ": " + why.toLowerCase(Locale.ROOT));
    }

    @Override
    public void close() {
        interrupt.cancel();
        if (!format.isNull()) {
            avformat.avformat_close_input(format);
        }
        avcodec.av_packet_free(packet);
        interruptHolder.deallocate();
        interrupt.deallocate();
    }
}
