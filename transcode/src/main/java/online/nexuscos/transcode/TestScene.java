package online.nexuscos.transcode;

import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The filter graphs of the test picture: a ring that a disc runs around once a second, a slower one
 * once a minute, and a clock; a soft tone whenever the disc is at the top.
 *
 * <p>All of it follows the frames' own time from {@code start} on, not the moment of drawing. Each
 * digit has its own place, because the digits of most fonts differ in width.
 */
record TestScene(int width, int height, int frameRate, Path fontFile, ZonedDateTime start) {
    static final int SAMPLE_RATE = 48_000;
    static final int SAMPLES_PER_FRAME = 1024;

    private static final String GROUND = "0x0b1220";
    private static final String GROUND_LIGHT = "0x14244d";
    private static final String PRIMARY = "0x2563eb";
    private static final String SECONDARY = "0x1e40af";
    private static final String ACCENT = "0x3b82f6";
    private static final int DAY_MS = 86_400_000;
    private static final int[] MILLISECONDS = {100, 10, 1};
    private static final String YUV = "color_spaces=bt709:color_ranges=tv";
    private static final double CENTER_Y = 0.47;
    private static final double RADIUS = 0.36;

    /** Yuv420p pictures of BT.709 in limited range. */
    String video() {
        String still = "trim=end_frame=1,loop=loop=-1:size=1,setpts=N/" + frameRate + "/TB";
        int ring = even(2 * radius() + px(0.06));
        return String.join(
                ";",
                "gradients=s=%dx%d:r=%d:c0=%s:c1=%s:x0=0:y0=0:x1=%d:y1=%d,%s,%s[ground]"
                        .formatted(
                                width,
                                height,
                                frameRate,
                                GROUND,
                                GROUND_LIGHT,
                                width,
                                height,
                                "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p",
                                still),
                shape("ring", SECONDARY, ring, ringAlpha(ring), still),
                shape("fast", ACCENT, disc(0.1), discAlpha(disc(0.1)), still),
                shape("slow", PRIMARY, disc(0.055), discAlpha(disc(0.055)), still),
                "[ground][ring]overlay=%s[a]".formatted(centered()),
                "[a][slow]overlay=%s[b]".formatted(orbit(60)),
                "[b][fast]overlay=%s[c]".formatted(orbit(1)),
                "[c]" + String.join(",", texts()) + ",format=yuv420p,buffersink");
    }

    /** Stereo, as the AAC encoder takes it. */
    String audio() {
        String beat = "mod(t+" + decimal(secondOfDay() % 1) + ",1)";
        String tone = "0.2*sin(2*PI*440*t)*lt(%s,0.15)*sin(PI*%s/0.15)".formatted(beat, beat);
        return "aevalsrc=exprs='%s|%s':c=stereo:s=%d:n=%d,aformat=sample_fmts=fltp,asetnsamples=%d,abuffersink"
                .formatted(tone, tone, SAMPLE_RATE, SAMPLES_PER_FRAME, SAMPLES_PER_FRAME);
    }

    private String shape(String name, String color, int size, String alpha, String still) {
        return ("color=c=%s:s=%dx%d:r=%d,format=yuva420p:%s,"
                        + "geq=lum='p(X,Y)':cb='p(X,Y)':cr='p(X,Y)':a='%s',%s[%s]")
                .formatted(color, size, size, frameRate, YUV, alpha, still, name);
    }

    private String ringAlpha(int size) {
        return "255*clip(%s-abs(hypot(X-%d,Y-%d)-%d),0,1)"
                .formatted(decimal(height / 240.0), size / 2, size / 2, radius());
    }

    /** A disc of half the size, and a glow around it. */
    private static String discAlpha(int size) {
        String distance = "hypot(X-%d,Y-%d)".formatted(size / 2, size / 2);
        return "max(255*clip(%d-%s,0,1),110*pow(clip(1-%s/%d,0,1),2))"
                .formatted(size / 4, distance, distance, size / 2);
    }

    private String centered() {
        return "x=%d-w/2:y=%d-h/2".formatted(width / 2, centerY());
    }

    /** Once around in {@code seconds}, at the top when the clock says a multiple of it. */
    private String orbit(int seconds) {
        String angle = "2*PI*(t+%s)/%d".formatted(decimal(secondOfDay() % seconds), seconds);
        return "x='%d-w/2+%d*sin(%s)':y='%d-h/2-%d*cos(%s)'"
                .formatted(width / 2, radius(), angle, centerY(), radius(), angle);
    }

    private List<String> texts() {
        List<String> texts = new ArrayList<>();
        int size = px(0.12);
        double step = size * 0.64;
        double narrow = size * 0.34;
        double x = width / 2.0 - (6 * step + 2 * narrow) / 2;
        int[] units = {36_000_000, 3_600_000, 0, 600_000, 60_000, 0, 10_000, 1000};
        int[] modulos = {10, 10, 0, 6, 10, 0, 6, 10};
        for (int i = 0; i < units.length; i++) {
            double advance = units[i] == 0 ? narrow : step;
            String digit = units[i] == 0 ? "\\:" : digit(units[i], modulos[i]);
            texts.add(text(digit, "white", size, x + advance / 2, -0.045));
            x += advance;
        }
        int small = px(0.06);
        double fraction = width / 2.0 - 1.5 * small * 0.64;
        texts.add(text(".", "0x93c5fd", small, fraction - small * 0.2, 0.06));
        for (int i = 0; i < 3; i++) {
            double at = fraction + (i + 0.5) * small * 0.64;
            texts.add(text(digit(MILLISECONDS[i], 10), "0x93c5fd", small, at, 0.06));
        }
        texts.add(text("Nexus COS", "white", px(0.05), width / 2.0, 0.155));
        String format = width + " x " + height + "   " + frameRate + " fps   H.264 + AAC";
        texts.add(text(format, "0x93c5fd", px(0.03), width / 2.0, 0.47));
        return texts;
    }

    /** All digits come from one whole number of milliseconds, so that they turn together. */
    private String digit(int unit, int modulo) {
        return "%%{eif\\:mod(trunc(mod(trunc(t*1000+%d.001),%d)/%d),%d)\\:d}"
                .formatted(millisecondOfDay(), DAY_MS, unit, modulo);
    }

    /** One text, its middle at {@code x}, its base line {@code below} heights under the centre. */
    private String text(String text, String color, int size, double x, double below) {
        return "drawtext=fontfile='%s':text='%s':fontcolor=%s:fontsize=%d:x=%s-text_w/2:y=%d:y_align=baseline"
                .formatted(
                        escape(fontFile.toString()),
                        text,
                        color,
                        size,
                        decimal(x),
                        centerY() + px(below) + px(0.03));
    }

    /** For an option's value between quotes: the graph's parser and the option's both read it. */
    private static String escape(String path) {
        return path.replace("\\", "\\\\").replace(":", "\\:").replace("'", "'\\\\\\''");
    }

    private double secondOfDay() {
        return millisecondOfDay() / 1000.0;
    }

    private int millisecondOfDay() {
        return start.toLocalTime().get(ChronoField.MILLI_OF_DAY);
    }

    private int centerY() {
        return px(CENTER_Y);
    }

    private int radius() {
        return px(RADIUS);
    }

    private int disc(double share) {
        return even(2 * px(share));
    }

    private int px(double share) {
        return (int) Math.round(share * height);
    }

    private static int even(int value) {
        return value + (value & 1);
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.6f", value);
    }
}
