package online.nexuscos.transcode;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.bytedeco.ffmpeg.global.avutil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes a moving picture with a clock and a tone to an RTMP server, on a platform thread of its
 * own, until it is stopped. Where there is no server, it tries again each second.
 */
public final class TestPicture implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TestPicture.class);
    private static final long RETRY_MS = 1000;
    private static final int CONNECT_TIMEOUT_MS = 2000;
    private static final long CLOSE_TIMEOUT_MS = 10_000;

    private enum State {
        STARTING,
        WAITING,
        PUBLISHING
    }

    private final TestPictureOptions options;
    private final BooleanSupplier stop;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private State state = State.STARTING;

    private TestPicture(TestPictureOptions options, BooleanSupplier stop) {
        this.options = options;
        this.stop = stop;
        thread = Thread.ofPlatform().name("test-picture").daemon().unstarted(this::run);
    }

    /**
     * Starts to publish and returns at once.
     *
     * @param stop asked before each frame: ends the picture as {@link #close} does
     * @throws IllegalArgumentException when the font cannot be read
     */
    public static TestPicture publish(TestPictureOptions options, BooleanSupplier stop) {
        if (!Files.isReadable(options.fontFile())) {
            throw new IllegalArgumentException("font file: cannot read " + options.fontFile());
        }
        long end = System.nanoTime() + options.duration().map(d -> d.toNanos()).orElse(0L);
        BooleanSupplier over =
                () ->
                        stop.getAsBoolean()
                                || (options.duration().isPresent() && System.nanoTime() - end >= 0);
        avutil.av_log_set_level(avutil.AV_LOG_ERROR);
        TestPicture picture = new TestPicture(options, over);
        picture.thread.start();
        return picture;
    }

    /** Waits until the picture has ended. */
    public void join() throws InterruptedException {
        thread.join();
    }

    /** Ends the stream towards the server and waits for that, at most ten seconds. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(CLOSE_TIMEOUT_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!ended()) {
            try {
                if (state == State.WAITING) {
                    requireServer();
                }
                publishOnce();
            } catch (IOException | FfmpegException e) {
                state(State.WAITING, e.getMessage() + "; trying again each second");
                pause();
            }
        }
        log.info("test picture: ended");
    }

    private void publishOnce() {
        try (TestPictureSession session = new TestPictureSession(options)) {
            state(State.PUBLISHING, "publishing");
            session.run(this::ended);
        }
    }

    private void state(State next, String reason) {
        if (next != state) {
            state = next;
            log.info("test picture: {}:{}: {}", options.host(), options.port(), reason);
        }
    }

    /** FFmpeg would print a line of its own about each attempt. */
    private void requireServer() throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(options.host(), options.port()), CONNECT_TIMEOUT_MS);
        }
    }

    private boolean ended() {
        return closing.getCount() == 0 || stop.getAsBoolean();
    }

    private void pause() {
        try {
            closing.await(RETRY_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            closing.countDown();
        }
    }
}
