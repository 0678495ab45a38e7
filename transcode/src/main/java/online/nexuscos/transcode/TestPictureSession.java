package online.nexuscos.transcode;

import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** One connection's worth of test picture: from connecting to the trailer; one thread. */
final class TestPictureSession implements AutoCloseable {
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long MAX_LATE_NANOS = 5 * SECOND_NANOS;

    private final TestPictureOptions options;
    private final Encoder video;
    private final Encoder audio;
    private final RtmpOutput output;

    TestPictureSession(TestPictureOptions options) {
        this.options = options;
        video = Encoder.video(options.width(), options.height(), options.frameRate());
        try {
            audio = Encoder.audio(TestScene.SAMPLE_RATE);
        } catch (RuntimeException e) {
            video.close();
            throw e;
        }
        try {
            output = new RtmpOutput(options.url(), List.of(video, audio));
        } catch (RuntimeException e) {
            audio.close();
            video.close();
            throw e;
        }
    }

    /**
     * Sends each frame at the moment that its clock shows, until {@code stop} says so.
     *
     * @throws FfmpegException when the server is gone, or the machine slept for seconds
     */
    void run(BooleanSupplier stop) {
        long start = System.nanoTime();
        TestScene scene =
                new TestScene(
                        options.width(),
                        options.height(),
                        options.frameRate(),
                        options.fontFile(),
                        ZonedDateTime.now(ZoneId.systemDefault()));
        long pictures = 0;
        long sounds = 0;
        try (FilterSource picture = new FilterSource(scene.video());
                FilterSource sound = new FilterSource(scene.audio())) {
            while (!stop.getAsBoolean()) {
                // From whole numbers each time, so that no rounding adds up.
                long pictureNanos = pictures * SECOND_NANOS / options.frameRate();
                long soundNanos =
                        sounds * TestScene.SAMPLES_PER_FRAME * SECOND_NANOS / TestScene.SAMPLE_RATE;
                awaitNanos(start + Math.min(pictureNanos, soundNanos));
                if (pictureNanos <= soundNanos) {
                    send(video, picture.next(), pictures++);
                } else {
                    send(audio, sound.next(), sounds++ * TestScene.SAMPLES_PER_FRAME);
                }
            }
        }
    }

    private void send(Encoder encoder, AVFrame frame, long pts) {
        frame.pts(pts);
        encoder.encode(frame, packet -> output.write(packet, encoder));
    }

    private static void awaitNanos(long moment) {
        long left = moment - System.nanoTime();
        if (left < -MAX_LATE_NANOS) {
            throw new FfmpegException(
                    "late by " + TimeUnit.NANOSECONDS.toMillis(-left) + " ms, starting again");
        }
        while (left > 0 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(left);
            left = moment - System.nanoTime();
        }
    }

    @Override
    public void close() {
        output.close();
        audio.close();
        video.close();
    }
}
