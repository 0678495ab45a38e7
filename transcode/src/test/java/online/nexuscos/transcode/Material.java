package online.nexuscos.transcode;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import online.nexuscos.streamcore.media.AudioConfiguration;
import online.nexuscos.streamcore.media.AudioSpecificConfig;
import online.nexuscos.streamcore.media.AvcDecoderConfiguration;
import online.nexuscos.streamcore.media.Epoch;
import online.nexuscos.streamcore.media.MediaException;
import online.nexuscos.streamcore.media.Packet;
import online.nexuscos.streamcore.media.Track;
import online.nexuscos.streamcore.media.VideoConfiguration;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameGrabber;

/** Real H.264 and AAC, encoded and read back by JavaCV in this process. */
final class Material {
    static final int FRAME_RATE = 25;
    private static final int WIDTH = 160;
    private static final int HEIGHT = 96;

    /** A track and its packets in decoding order, counted from 0. */
    record Clip(Track track, List<Sample> samples) {
        /** The same clip, {@code offset} ticks later. */
        List<Packet> packets(long offset) {
            Epoch epoch = new Epoch(0, List.of(track));
            return samples.stream().map(sample -> sample.packet(epoch, track, offset)).toList();
        }
    }

    record Sample(long dts, long pts, long duration, boolean keyframe, ByteBuf payload) {
        Packet packet(Epoch epoch, Track track, long offset) {
            ByteBuf direct = Unpooled.directBuffer().writeBytes(payload.duplicate());
            return new Packet(
                    epoch, track, dts + offset, pts + offset, duration, keyframe, 0, 0, direct);
        }
    }

    private Material() {}

    /** Video with two B-frames and a keyframe each second; half as many frames as 50 a second. */
    static Clip video(Path folder, int frames) throws Exception {
        Path file = folder.resolve("video.mp4");
        try (FFmpegFrameRecorder recorder =
                new FFmpegFrameRecorder(file.toFile(), WIDTH, HEIGHT, 0)) {
            recorder.setFormat("mp4");
            recorder.setVideoCodec(avcodec.AV_CODEC_ID_H264);
            recorder.setPixelFormat(avutil.AV_PIX_FMT_YUV420P);
            recorder.setFrameRate(FRAME_RATE);
            recorder.setGopSize(FRAME_RATE);
            recorder.setMaxBFrames(2);
            recorder.setVideoOption("preset", "veryfast");
            recorder.setVideoOption("threads", "1");
            recorder.start();
            try (Frame frame = new Frame(WIDTH, HEIGHT, Frame.DEPTH_UBYTE, 3)) {
                for (int i = 0; i < frames; i++) {
                    paint((ByteBuffer) frame.image[0], frame.imageStride, i);
                    recorder.record(frame, avutil.AV_PIX_FMT_BGR24);
                }
            }
        }
        return read(file);
    }

    private static void paint(ByteBuffer image, int stride, int number) {
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                image.put(y * stride + 3 * x, (byte) (x + 3 * number));
                image.put(y * stride + 3 * x + 1, (byte) (y * 2 - number));
                image.put(y * stride + 3 * x + 2, (byte) ((x ^ y) + number * 5));
            }
        }
    }

    static Clip audio(Path folder, int sampleRate, int channels, int seconds) throws Exception {
        Path file = folder.resolve("audio-" + sampleRate + "-" + channels + ".mp4");
        try (FFmpegFrameRecorder recorder = new FFmpegFrameRecorder(file.toFile(), channels)) {
            recorder.setFormat("mp4");
            recorder.setAudioCodec(avcodec.AV_CODEC_ID_AAC);
            recorder.setSampleRate(sampleRate);
            recorder.setAudioBitrate(64_000);
            recorder.start();
            ShortBuffer tone = ShortBuffer.allocate(sampleRate * channels * seconds);
            for (int i = 0; i < tone.capacity(); i++) {
                double time = Math.floorDiv(i, channels) / (double) sampleRate;
                tone.put(i, (short) (8000 * Math.sin(2 * Math.PI * 440 * time * (1 + time))));
            }
            recorder.recordSamples(sampleRate, channels, tone);
        }
        return read(file);
    }

    private static Clip read(Path file) throws Exception {
        try (FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(file.toFile())) {
            grabber.start();
            AVStream stream = grabber.getFormatContext().streams(0);
            byte[] extradata = new byte[stream.codecpar().extradata_size()];
            stream.codecpar().extradata().get(extradata);
            boolean video = stream.codecpar().codec_type() == avutil.AVMEDIA_TYPE_VIDEO;
            Track track = video ? videoTrack(extradata) : audioTrack(extradata);
            int from = stream.time_base().den();
            List<Sample> samples = new ArrayList<>();
            for (AVPacket packet = grabber.grabPacket();
                    packet != null;
                    packet = grabber.grabPacket()) {
                samples.add(sample(packet, track.timescale(), from, samples));
            }
            return new Clip(track, samples);
        }
    }

    /** AAC's last packet is shorter; here each is a whole frame, as in a live stream. */
    private static Sample sample(AVPacket packet, long to, long from, List<Sample> before) {
        byte[] payload = new byte[packet.size()];
        packet.data().get(payload);
        long origin = before.isEmpty() ? 0 : before.getFirst().duration();
        long duration = before.isEmpty() ? packet.duration() * to / from : origin;
        long dts = before.size() * duration;
        return new Sample(
                dts,
                dts + (packet.pts() - packet.dts()) * to / from,
                duration,
                (packet.flags() & avcodec.AV_PKT_FLAG_KEY) != 0,
                Unpooled.wrappedBuffer(payload));
    }

    static Track videoTrack(byte[] record) throws MediaException {
        VideoConfiguration video =
                AvcDecoderConfiguration.parse(Unpooled.wrappedBuffer(record)).video();
        return Track.video(video);
    }

    static Track audioTrack(byte[] config) throws MediaException {
        AudioConfiguration audio = AudioSpecificConfig.parse(Unpooled.wrappedBuffer(config));
        return Track.audio(audio);
    }

    /** What FFmpeg finds in a file, packet by packet; times as they stand there. */
    static List<Boxes.Sample> packets(Path file) throws Exception {
        try (FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(file.toFile())) {
            grabber.start();
            List<Boxes.Sample> packets = new ArrayList<>();
            for (AVPacket packet = grabber.grabPacket();
                    packet != null;
                    packet = grabber.grabPacket()) {
                byte[] payload = new byte[packet.size()];
                packet.data().get(payload);
                packets.add(
                        new Boxes.Sample(
                                packet.dts(),
                                packet.pts(),
                                packet.duration(),
                                (packet.flags() & avcodec.AV_PKT_FLAG_KEY) != 0,
                                digest(payload)));
            }
            return packets;
        }
    }

    /** The digest of each decoded picture. */
    static List<String> pictures(Path file) throws Exception {
        try (FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(file.toFile())) {
            grabber.setImageMode(FrameGrabber.ImageMode.RAW);
            grabber.start();
            List<String> pictures = new ArrayList<>();
            for (Frame frame = grabber.grabImage(); frame != null; frame = grabber.grabImage()) {
                byte[] bytes = new byte[WIDTH * HEIGHT * 3 / 2];
                try (BytePointer copy = new BytePointer(bytes.length)) {
                    copy((AVFrame) frame.opaque, copy).get(bytes);
                }
                pictures.add(digest(bytes));
            }
            return pictures;
        }
    }

    private static BytePointer copy(AVFrame picture, BytePointer to) {
        int size = (int) to.capacity();
        avutil.av_image_copy_to_buffer(
                to, size, picture.data(), picture.linesize(), picture.format(), WIDTH, HEIGHT, 1);
        return to;
    }

    static String digest(byte[] bytes) {
        try {
            return new BigInteger(1, MessageDigest.getInstance("MD5").digest(bytes)).toString(16);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
