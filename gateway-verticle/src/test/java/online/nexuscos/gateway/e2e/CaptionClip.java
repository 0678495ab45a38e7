package online.nexuscos.gateway.e2e;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A clip with closed captions of CEA-608 (ANSI/CTA-608-E), a pair of bytes in each picture, as
 * broadcasters send them: supplemental enhancement information with user data of ATSC A/53 part 4,
 * 6.2.3. A new caption pops on every two seconds.
 */
final class CaptionClip {
    static final String TEXT = "CAPTION ";

    private static final int VIDEO = 9;
    private static final int TAG_HEADER = 11;
    private static final int FLV_HEADER = 13;
    private static final int AVC = 7;
    private static final int AVC_HEAD = 5;
    private static final int PICTURES = 50;

    private CaptionClip() {}

    /** The file, made of another one of H.264 in FLV. */
    static Path of(Path clip) {
        try {
            Path file = clip.resolveSibling("captions-" + clip.getFileName());
            Files.write(file, captioned(ByteBuffer.wrap(Files.readAllBytes(clip))));
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] captioned(ByteBuffer flv) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] start = new byte[FLV_HEADER];
        flv.get(start);
        out.writeBytes(start);
        int pictures = 0;
        while (flv.remaining() > TAG_HEADER) {
            byte[] header = new byte[TAG_HEADER];
            flv.get(header);
            int size = ByteBuffer.wrap(header).getInt(0) & 0xffffff;
            byte[] body = new byte[size];
            flv.get(body);
            flv.getInt();
            if (header[0] == VIDEO && (body[0] & 0xf) == AVC && body[1] == 1) {
                body = withCaption(body, pictures++);
            }
            header[1] = (byte) (body.length >> 16);
            header[2] = (byte) (body.length >> 8);
            header[3] = (byte) body.length;
            out.writeBytes(header);
            out.writeBytes(body);
            out.writeBytes(ByteBuffer.allocate(4).putInt(TAG_HEADER + body.length).array());
        }
        return out.toByteArray();
    }

    private static byte[] withCaption(byte[] body, int picture) {
        byte[] pair = pair(picture);
        byte[] message = {
            (byte) 0xb5,
            0,
            0x31,
            'G',
            'A',
            '9',
            '4',
            3,
            (byte) 0xc1,
            (byte) 0xff,
            (byte) 0xfc,
            pair[0],
            pair[1],
            (byte) 0xff,
        };
        ByteBuffer out = ByteBuffer.allocate(body.length + message.length + 8);
        out.put(body, 0, AVC_HEAD).putInt(message.length + 4);
        out.put((byte) 6).put((byte) 4).put((byte) message.length).put(message).put((byte) 0x80);
        return out.put(body, AVC_HEAD, body.length - AVC_HEAD).array();
    }

    /** What this picture brings of the caption of its two seconds. */
    private static byte[] pair(int picture) {
        byte[] text =
                (TEXT + "%04d".formatted(picture / PICTURES)).getBytes(StandardCharsets.US_ASCII);
        int place = picture % PICTURES;
        int letters = place - 3;
        return switch (place) {
            case 0 -> odd(0x14, 0x20); // captions are loaded
            case 1 -> odd(0x14, 0x2e); // into an empty memory
            case 2 -> odd(0x14, 0x70); // for the last row
            default -> {
                if (letters * 2 < text.length) {
                    yield odd(text[letters * 2], text[letters * 2 + 1]);
                }
                // And shown all at once.
                yield letters * 2 == text.length ? odd(0x14, 0x2f) : odd(0, 0);
            }
        };
    }

    private static byte[] odd(int first, int second) {
        return new byte[] {odd(first), odd(second)};
    }

    /** With the parity of the line 21. */
    private static byte odd(int value) {
        return (byte) (Integer.bitCount(value) % 2 == 0 ? value | 0x80 : value);
    }
}
