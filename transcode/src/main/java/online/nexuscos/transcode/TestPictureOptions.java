package online.nexuscos.transcode;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What the test picture looks like and where it goes.
 *
 * @param url {@code rtmp://host[:port]/application/key}
 * @param width in pixels, even, 320 to 3840
 * @param height in pixels, even, 180 to 2160
 * @param frameRate frames a second, 10 to 60
 * @param fontFile of the clock: TrueType, OpenType or WOFF
 * @param duration to stop after; empty: until stopped
 */
public record TestPictureOptions(
        String url,
        int width,
        int height,
        int frameRate,
        Path fontFile,
        Optional<Duration> duration) {
    private static final int RTMP_PORT = 1935;

    public TestPictureOptions {
        URI uri = URI.create(url);
        if (!"rtmp".equals(uri.getScheme()) || uri.getHost() == null) {
            throw new IllegalArgumentException("url: expected rtmp://host/application/key");
        }
        require("width", width, 320, 3840);
        require("height", height, 180, 2160);
        require("frameRate", frameRate, 10, 60);
        if (width % 2 != 0 || height % 2 != 0) {
            throw new IllegalArgumentException(
                    "picture size: " + width + "x" + height + " (expected: even numbers)");
        }
    }

    String host() {
        return URI.create(url).getHost();
    }

    int port() {
        int port = URI.create(url).getPort();
        return port < 0 ? RTMP_PORT : port;
    }

    private static void require(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    name + ": " + value + " (expected: " + min + " to " + max + ")");
        }
    }
}
