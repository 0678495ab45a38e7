package online.nexuscos.gateway.slate;

import java.nio.file.Path;
import online.nexuscos.streamcore.media.Codec;
import online.nexuscos.streamcore.slate.SlateForm;
import online.nexuscos.transcode.FfmpegException;
import online.nexuscos.transcode.SlateEncoder;
import online.nexuscos.transcode.SlateOptions;

/** What the process does that {@link SlateProcess} starts: encodes one slate. */
public final class SlateCommand {
    static final String BRANDED = "branded";
    static final String STILL = "still";
    static final String MOVING = "moving";

    private static final int CODECS = 2;
    private static final int NUMBERS = 5;

    private SlateCommand() {}

    /**
     * Encodes.
     *
     * @param arguments the codecs of pictures and sound, width, height, frame rate, sample rate,
     *     channels; branded with the title's file, or still or moving with the file and its form;
     *     the output
     * @param font for our own picture
     * @return what is wrong, on one line; empty where it is done
     */
    public static String run(String[] arguments, Path font) {
        try {
            SlateEncoder.encode(options(arguments, font));
            return "";
        } catch (FfmpegException | IllegalArgumentException | IndexOutOfBoundsException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static SlateOptions options(String[] arguments, Path font) {
        int[] numbers = new int[NUMBERS];
        for (int i = 0; i < NUMBERS; i++) {
            numbers[i] = Integer.parseInt(arguments[CODECS + i]);
        }
        SlateForm form =
                new SlateForm(
                        Codec.valueOf(arguments[0]),
                        Codec.valueOf(arguments[1]),
                        numbers[0],
                        numbers[1],
                        numbers[2],
                        numbers[3],
                        numbers[4],
                        SlateForm.Tracks.BOTH);
        int next = CODECS + NUMBERS;
        Path file = Path.of(arguments[next + 1]);
        SlateOptions.Content content =
                switch (arguments[next]) {
                    case STILL -> new SlateOptions.Still(file, arguments[next + 2]);
                    case MOVING -> new SlateOptions.Moving(file, arguments[next + 2]);
                    default -> new SlateOptions.Branded(file, font);
                };
        return new SlateOptions(form, content, Path.of(arguments[arguments.length - 1]));
    }
}
