package online.nexuscos.streamcore.hls;

import online.nexuscos.streamcore.packaging.Rendition;
import org.jspecify.annotations.Nullable;

/**
 * What a media URI names. It holds the rendition's start id, so that one URI never names two
 * contents: {@code v-<start id>-init0.mp4}, {@code v-<start id>-<segment>.m4s}, {@code v-<start
 * id>-<segment>.<part>.m4s}.
 *
 * @param number of the initialization section, or the segment's media sequence number
 * @param part number of the part, 0 where it is not one
 */
record MediaName(Kind kind, long number, int part) {
    /** What is named. */
    enum Kind {
        INITIALIZATION,
        SEGMENT,
        PART
    }

    private static final String INIT = "init";
    private static final String INIT_SUFFIX = ".mp4";
    private static final String MEDIA_SUFFIX = ".m4s";

    static void addInitialization(PlaylistText text, Rendition rendition, int number) {
        addPrefix(text, rendition).add(INIT).add(number).add(INIT_SUFFIX);
    }

    static void addSegment(PlaylistText text, Rendition rendition, long sequence) {
        addPrefix(text, rendition).add(sequence).add(MEDIA_SUFFIX);
    }

    /** The segments' names as DASH templates have them (ISO/IEC 23009-1, 5.3.9.4.4). */
    static void addTemplate(PlaylistText text, Rendition rendition) {
        addPrefix(text, rendition).add("$Number$").add(MEDIA_SUFFIX);
    }

    static void addPart(PlaylistText text, Rendition rendition, long sequence, int part) {
        addPrefix(text, rendition).add(sequence).add('.').add(part).add(MEDIA_SUFFIX);
    }

    private static PlaylistText addPrefix(PlaylistText text, Rendition rendition) {
        return text.add(prefix(rendition)).add('-').add(rendition.startId()).add('-');
    }

    private static String prefix(Rendition rendition) {
        return switch (rendition.name()) {
            case "video" -> "v";
            case "audio" -> "a";
            default -> rendition.name();
        };
    }

    /** What the file name means in that rendition; null where it is not one of its names. */
    static @Nullable MediaName of(String file, Rendition rendition) {
        String prefix = prefix(rendition);
        String startId = rendition.startId();
        int start = prefix.length() + 1;
        int body = start + startId.length() + 1;
        if (file.length() <= body
                || !file.startsWith(prefix)
                || file.charAt(start - 1) != '-'
                || !file.startsWith(startId, start)
                || file.charAt(body - 1) != '-') {
            return null;
        }
        if (file.endsWith(INIT_SUFFIX)) {
            return initialization(file, body);
        }
        return file.endsWith(MEDIA_SUFFIX) ? media(file, body) : null;
    }

    private static @Nullable MediaName initialization(String file, int body) {
        if (!file.startsWith(INIT, body)) {
            return null;
        }
        long number =
                Decimal.parseCanonical(
                        file, body + INIT.length(), file.length() - INIT_SUFFIX.length());
        return number < 0 || number > Integer.MAX_VALUE
                ? null
                : new MediaName(Kind.INITIALIZATION, number, 0);
    }

    private static @Nullable MediaName media(String file, int body) {
        int end = file.length() - MEDIA_SUFFIX.length();
        int dot = file.indexOf('.', body);
        long sequence = Decimal.parseCanonical(file, body, Math.min(dot, end));
        if (sequence < 0) {
            return null;
        }
        if (dot >= end) {
            return new MediaName(Kind.SEGMENT, sequence, 0);
        }
        long part = Decimal.parseCanonical(file, dot + 1, end);
        return part < 0 || part > Integer.MAX_VALUE
                ? null
                : new MediaName(Kind.PART, sequence, (int) part);
    }
}
