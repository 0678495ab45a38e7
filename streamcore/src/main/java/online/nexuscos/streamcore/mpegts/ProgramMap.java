package online.nexuscos.streamcore.mpegts;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import online.nexuscos.streamcore.elementary.ElementaryFormat;
import online.nexuscos.streamcore.media.Codec;

/**
 * A programme's tracks (ISO/IEC 13818-1, 2.4.4.8).
 *
 * <pre>
 * | 3 13 PCR PID | 4 12 length | descriptors | n x (u8 type | 3 13 PID | 4 12 length | descriptors)
 * </pre>
 */
record ProgramMap(List<ElementaryFormat> formats, List<String> unknown) {
    static final int MAX_STREAMS = 32;

    private static final int PID_MASK = 0x1fff;
    private static final int LENGTH_MASK = 0x0fff;
    private static final int PRIVATE_DATA = 0x06;
    private static final int REGISTRATION = 0x05;
    private static final int DVB_AC3 = 0x6a;
    private static final int DVB_EAC3 = 0x7a;

    /** The PID of the first programme's map in an association table; empty where it has none. */
    static OptionalInt firstProgram(byte[] content) {
        for (int at = 0; at + 4 <= content.length; at += 4) {
            if (number(content, at) != 0) { // 0 is the network's
                return OptionalInt.of(number(content, at + 2) & PID_MASK);
            }
        }
        return OptionalInt.empty();
    }

    /** Empty where the lengths do not add up. */
    static Optional<ProgramMap> parse(byte[] content) {
        List<ElementaryFormat> formats = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        if (content.length < 4) {
            return Optional.empty();
        }
        int at = 4 + (number(content, 2) & LENGTH_MASK);
        for (int streams = 0; at + 5 <= content.length && streams < MAX_STREAMS; streams++) {
            int type = content[at] & 0xff;
            int pid = number(content, at + 1) & PID_MASK;
            int descriptors = at + 5;
            at = descriptors + (number(content, at + 3) & LENGTH_MASK);
            if (at > content.length) {
                return Optional.empty();
            }
            Optional<Codec> codec =
                    type == PRIVATE_DATA ? described(content, descriptors, at) : codec(type);
            if (codec.isPresent()) {
                formats.add(ElementaryFormat.inBand(pid, codec.get()));
            } else {
                unknown.add(name(type, registration(content, descriptors, at)));
            }
        }
        return Optional.of(new ProgramMap(List.copyOf(formats), List.copyOf(unknown)));
    }

    private static Optional<Codec> codec(int type) {
        return switch (type) {
            case 0x1b -> Optional.of(Codec.H264);
            case 0x24 -> Optional.of(Codec.HEVC);
            case 0x0f -> Optional.of(Codec.AAC);
            case 0x03, 0x04 -> Optional.of(Codec.MP3);
            case 0x81 -> Optional.of(Codec.AC3);
            case 0x87 -> Optional.of(Codec.EAC3);
            default -> Optional.empty();
        };
    }

    /** What DVB says of private data by a descriptor (ETSI EN 300 468, annex D). */
    private static Optional<Codec> described(byte[] content, int from, int to) {
        int at = from;
        while (at + 2 <= to) {
            if (content[at] == DVB_AC3) {
                return Optional.of(Codec.AC3);
            }
            if (content[at] == DVB_EAC3) {
                return Optional.of(Codec.EAC3);
            }
            at += 2 + (content[at + 1] & 0xff);
        }
        return Optional.empty();
    }

    private static String name(int type, String registration) {
        return switch (type) {
            case 0x01, 0x02 -> "MPEG-2 video";
            case 0x10 -> "MPEG-4 video";
            case 0x11 -> "AAC in LATM";
            case 0x33 -> "VVC";
            case PRIVATE_DATA -> registration.isEmpty() ? "private data" : registration;
            default -> "stream type 0x" + Integer.toHexString(type);
        };
    }

    /** The format identifier among the descriptors from one index to another. */
    private static String registration(byte[] content, int from, int to) {
        int at = from;
        while (at + 2 <= to) {
            int length = content[at + 1] & 0xff;
            if (content[at] == REGISTRATION && length >= 4 && at + 6 <= to) {
                return new String(content, at + 2, 4, StandardCharsets.US_ASCII)
                        .replaceAll("[^ -~]", "?");
            }
            at += 2 + length;
        }
        return "";
    }

    private static int number(byte[] content, int at) {
        return (content[at] & 0xff) << 8 | (content[at + 1] & 0xff);
    }
}
