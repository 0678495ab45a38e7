package online.nexuscos.transcode;

import java.io.Serial;
import org.bytedeco.ffmpeg.global.avutil;

/** FFmpeg refused something; the message names the call and holds FFmpeg's own text. */
public final class FfmpegException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;
    private static final int MAX_TEXT = 128;

    public FfmpegException(String message) {
        super(message);
    }

    /** Returns {@code result} where it is no error, 0 or more. */
    public static int check(int result, String call) {
        if (result < 0) {
            throw new FfmpegException(call + ": " + text(result));
        }
        return result;
    }

    /** FFmpeg's text of an error number. */
    public static String text(int error) {
        byte[] text = new byte[MAX_TEXT];
        avutil.av_strerror(error, text, text.length);
        int length = 0;
        while (length < text.length && text[length] != 0) {
            length++;
        }
        return new String(text, 0, length, java.nio.charset.StandardCharsets.UTF_8);
    }
}
