package online.nexuscos.transcode;

import java.util.Locale;
import online.nexuscos.streamcore.slate.SlateForm;
import online.nexuscos.transcode.SlateOptions.Branded;
import online.nexuscos.transcode.SlateOptions.Moving;
import online.nexuscos.transcode.SlateOptions.Still;

/** The filter graphs of a slate. */
record SlateScene(SlateForm form, SlateOptions.Content content) {
    /** One group of pictures: a still picture needs no more. */
    static final int STILL_SECONDS = 2;

    static final int MOVING_SECONDS = 30;

    private static final String GROUND = "0x0b1220";
    private static final String GROUND_LIGHT = "0x14244d";
    private static final String BLUE = "0x2563eb";
    private static final String PALE = "0x93c5fd";
    private static final String YUV = "color_spaces=bt709:color_ranges=tv";
    private static final String TO_YUV = "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p";

    /** The logo is drawn on a square of 40 units, as in its own file. */
    private static final double LOGO_UNITS = 40;

    private static final double LOGO_HEIGHT = 0.17;
    private static final double LOGO_Y = 0.2;

    /** Yuv420p pictures of BT.709 in limited range. */
    String video() {
        return switch (content) {
            case Branded branded -> branded(branded);
            case Still(var file, String demuxer) -> movie(file, demuxer) + still();
            case Moving(var file, String demuxer) ->
                    movie(file, demuxer)
                            + ",fps=%d,trim=duration=%d,format=yuv420p,buffersink"
                                    .formatted(form.frameRate(), MOVING_SECONDS);
        };
    }

    /**
     * What is heard, as the encoder takes it.
     *
     * @param sampleFormat FFmpeg's name of it
     */
    String audio(boolean sounds, String sampleFormat, int samplesPerFrame) {
        String layout = form.channels() == 1 ? "mono" : "stereo";
        String source =
                switch (content) {
                    case Moving(var file, String demuxer) when sounds ->
                            "amovie=filename=%s:f=%s".formatted(quoted(file.toString()), demuxer);
                    case Branded _, Still _, Moving _ ->
                            "anullsrc=r=%d:cl=%s".formatted(form.sampleRate(), layout);
                };
        return source
                + ",aresample=%d,aformat=sample_fmts=%s:sample_rates=%d:channel_layouts=%s"
                        .formatted(form.sampleRate(), sampleFormat, form.sampleRate(), layout)
                + ",apad,asetnsamples=%d,abuffersink".formatted(samplesPerFrame);
    }

    private String movie(java.nio.file.Path file, String demuxer) {
        return ("movie=filename=%s:f=%s,scale=%d:%d:force_original_aspect_ratio=decrease"
                        + ":force_divisible_by=2:out_color_matrix=bt709:out_range=tv,"
                        + "pad=%d:%d:(ow-iw)/2:(oh-ih)/2:color=%s,setsar=1")
                .formatted(
                        quoted(file.toString()),
                        demuxer,
                        form.width(),
                        form.height(),
                        form.width(),
                        form.height(),
                        GROUND);
    }

    private String still() {
        return ",format=yuv420p,trim=end_frame=1,loop=loop=-1:size=1,setpts=N/%d/TB,buffersink"
                .formatted(form.frameRate());
    }

    private String branded(Branded branded) {
        int logo = even(LOGO_HEIGHT);
        String ground =
                "gradients=s=%dx%d:r=%d:c0=%s:c1=%s:x0=0:y0=0:x1=%d:y1=%d,%s,trim=end_frame=1[ground]"
                        .formatted(
                                form.width(),
                                form.height(),
                                form.frameRate(),
                                GROUND,
                                GROUND_LIGHT,
                                form.width(),
                                form.height(),
                                TO_YUV);
        return String.join(
                ";",
                ground,
                shape("square", BLUE, logo, square(logo)),
                shape("letter", "white", logo, letter(logo)),
                "[ground][square]overlay=%s[a]".formatted(place()),
                "[a][letter]overlay=%s[b]".formatted(place()),
                "[b]"
                        + String.join(
                                ",",
                                text(
                                        branded,
                                        "textfile=" + quoted(branded.title().toString()),
                                        "white",
                                        0.075,
                                        0.55),
                                text(branded, "text='Back soon'", PALE, 0.05, 0.66),
                                text(branded, "text='Nexus COS'", PALE, 0.032, 0.9))
                        + still());
    }

    private String shape(String name, String color, int size, String alpha) {
        return ("color=c=%s:s=%dx%d:r=%d,format=yuva420p:%s,"
                        + "geq=lum='p(X,Y)':cb='p(X,Y)':cr='p(X,Y)':a='255*clip(%s,0,1)',"
                        + "trim=end_frame=1[%s]")
                .formatted(color, size, size, form.frameRate(), YUV, alpha, name);
    }

    /** How far inside the square with round corners a point is, in pixels. */
    private static String square(int size) {
        String corner = decimal(size / 4.0);
        String straight = decimal(size / 2.0 - size / 4.0);
        String middle = decimal(size / 2.0 - 0.5);
        return "%s+0.5-hypot(max(abs(X-%s)-%s,0),max(abs(Y-%s)-%s,0))"
                .formatted(corner, middle, straight, middle, straight);
    }

    /** The three strokes and the dot, each by its distance. */
    private static String letter(int size) {
        double unit = size / LOGO_UNITS;
        String stroke = decimal(2.2 * unit + 0.5);
        String left = upright(12 * unit, 12.2 * unit, 28.5 * unit);
        String right = upright(28 * unit, 19.5 * unit, 28.5 * unit);
        String along =
                "clip(((X-%1$s)*16+(Y-%2$s)*16.3)/(%3$s*521.69),0,1)"
                        .formatted(decimal(12 * unit), decimal(12.2 * unit), decimal(unit));
        String slope =
                "hypot(X-%1$s-%2$s*%3$s,Y-%4$s-%5$s*%3$s)"
                        .formatted(
                                decimal(12 * unit),
                                decimal(16 * unit),
                                along,
                                decimal(12.2 * unit),
                                decimal(16.3 * unit));
        String dot =
                "%s-hypot(X-%s,Y-%s)"
                        .formatted(
                                decimal(2.9 * unit + 0.5), decimal(28 * unit), decimal(12 * unit));
        return "max(%s-min(min(%s,%s),%s),%s)".formatted(stroke, left, right, slope, dot);
    }

    private static String upright(double x, double top, double bottom) {
        return "hypot(X-%s,Y-clip(Y,%s,%s))".formatted(decimal(x), decimal(top), decimal(bottom));
    }

    private String place() {
        return "x=(W-w)/2:y=%d".formatted((int) Math.round(LOGO_Y * form.height()));
    }

    /** A line in the middle that becomes smaller where it would be too wide. */
    private String text(Branded branded, String what, String color, double size, double y) {
        int most = (int) Math.round(size * form.height());
        return "drawtext=fontfile=%s:%s:expansion=none:fontcolor=%s:fontsize=%d:x=(w-text_w)/2:y=%d:y_align=baseline"
                .formatted(
                        quoted(branded.font().toString()),
                        what,
                        color,
                        most,
                        (int) Math.round(y * form.height()));
    }

    /** For an option's value: the graph's parser and the option's both read it. */
    private static String quoted(String path) {
        return "'" + path.replace("\\", "\\\\").replace(":", "\\:").replace("'", "'\\\\\\''") + "'";
    }

    private int even(double share) {
        int size = (int) Math.round(share * form.height());
        return size + (size & 1);
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
