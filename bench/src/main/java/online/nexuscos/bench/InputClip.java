package online.nexuscos.bench;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The FLV file that is published, over and over.
 *
 * @param seconds time stamp of its last tag
 */
record InputClip(Path file, long bytes, double seconds) {
    /** FLV: a tag ends with its size in four bytes, and starts with 11 bytes of header. */
    private static final int SIZE_BYTES = 4;

    private static final int TAG_HEADER_BYTES = 11;
    private static final int MAX_TAG_BYTES = 1 << 24;

    private static final List<String> DEFAULT =
            List.of(
                    "-f lavfi -i testsrc2=size=1280x720:rate=25,noise=alls=24:allf=t",
                    "-f lavfi -i sine=frequency=440:sample_rate=48000 -t 20",
                    "-c:v libx264 -preset veryfast -profile:v high -pix_fmt yuv420p",
                    "-b:v 2520k -minrate 2520k -maxrate 2520k -bufsize 2520k",
                    "-x264-params nal-hrd=cbr -bf 2 -g 50 -keyint_min 50 -sc_threshold 0",
                    "-c:a aac -b:a 128k -ac 2 -f flv");

    private static final List<String> SMALL =
            List.of(
                    "-f lavfi -i testsrc2=size=640x360:rate=25,noise=alls=12:allf=t",
                    "-f lavfi -i sine=frequency=440:sample_rate=48000 -t 20",
                    "-c:v libx264 -preset veryfast -profile:v main -pix_fmt yuv420p",
                    "-b:v 262k -minrate 262k -maxrate 262k -bufsize 262k",
                    "-x264-params nal-hrd=cbr -bf 2 -g 50 -keyint_min 50 -sc_threshold 0",
                    "-c:a aac -b:a 64k -ac 2 -f flv");

    double megabitsPerSecond() {
        return bytes * 8 / 1e6 / seconds;
    }

    /**
     * @throws BenchException not a whole FLV file
     */
    static InputClip of(Path file) {
        try (RandomAccessFile flv = new RandomAccessFile(file.toFile(), "r")) {
            long end = flv.length() - SIZE_BYTES;
            if (flv.read() != 'F' || flv.read() != 'L' || flv.read() != 'V' || end < SIZE_BYTES) {
                throw new BenchException(file + " is not an FLV file");
            }
            flv.seek(end);
            long size = Integer.toUnsignedLong(flv.readInt());
            if (size < TAG_HEADER_BYTES || size > Math.min(MAX_TAG_BYTES, end)) {
                throw new BenchException("last FLV tag: " + size + " bytes");
            }
            flv.seek(end - size + SIZE_BYTES);
            int low = flv.readInt();
            long milliseconds = (low >>> 8) | ((long) (low & 0xff) << 24);
            if (milliseconds == 0) {
                throw new BenchException(file + " ends at time stamp 0");
            }
            return new InputClip(file.toAbsolutePath(), flv.length(), milliseconds / 1e3);
        } catch (IOException e) {
            throw new BenchException("cannot read " + file, e);
        }
    }

    /** 20 s of a noisy test picture, 1280x720 at 25 fps, made once and kept. */
    static InputClip standard(FfmpegProgram ffmpeg, Path cache) {
        return made(ffmpeg, cache, "standard-720p.flv", DEFAULT);
    }

    /** As above, 640x360 and 334 kb/s in all. */
    static InputClip small(FfmpegProgram ffmpeg, Path cache) {
        return made(ffmpeg, cache, "small-360p.flv", SMALL);
    }

    private static InputClip made(
            FfmpegProgram ffmpeg, Path cache, String name, List<String> lines) {
        Path clip = cache.resolve(name);
        if (!Files.exists(clip)) {
            Path unfinished = cache.resolve(name + ".part");
            List<String> command = new ArrayList<>(ffmpeg.command());
            command.addAll(List.of("-hide_banner", "-loglevel", "error", "-y"));
            lines.forEach(line -> command.addAll(List.of(line.split(" ", -1))));
            command.add(unfinished.toString());
            String output = Command.run(cache, command);
            try {
                Files.move(unfinished, clip, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                throw new BenchException("no input clip was made: " + output, e);
            }
        }
        return of(clip);
    }
}
