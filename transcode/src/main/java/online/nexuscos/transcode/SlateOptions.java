package online.nexuscos.transcode;

import java.nio.file.Path;
import online.nexuscos.streamcore.slate.SlateForm;

/**
 * A slate to be encoded.
 *
 * @param form of pictures and sound; it has both, whatever its tracks say
 * @param output the FLV file to write
 */
public record SlateOptions(SlateForm form, Content content, Path output) {
    /** What is shown. */
    public sealed interface Content {}

    /**
     * Our own picture.
     *
     * @param title a file that holds the channel's title
     * @param font TrueType, OpenType or WOFF
     */
    public record Branded(Path title, Path font) implements Content {}

    /**
     * A still picture of somebody's.
     *
     * @param demuxer FFmpeg's name of the form it is in, for example {@code png_pipe}; no other is
     *     tried
     */
    public record Still(Path file, String demuxer) implements Content {}

    /**
     * A moving one, of which half a minute is taken.
     *
     * @param demuxer as above, for example {@code mov}
     */
    public record Moving(Path file, String demuxer) implements Content {}
}
