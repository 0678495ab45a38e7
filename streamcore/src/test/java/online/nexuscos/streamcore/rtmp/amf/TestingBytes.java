package online.nexuscos.streamcore.rtmp.amf;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * Bytes for the tables of cases: "0102 'live' aa*128" is 01, 02, the letters of "live" and 128
 * times aa.
 */
public final class TestingBytes {
    private TestingBytes() {}

    public static byte[] bytes(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String token : text.strip().split("\\s+", -1)) {
            int star = token.indexOf('*');
            if (token.startsWith("'")) {
                String quoted = token.substring(1, token.length() - 1);
                out.writeBytes(quoted.getBytes(StandardCharsets.UTF_8));
            } else if (star > 0) {
                byte[] repeated = HexFormat.of().parseHex(token.substring(0, star));
                for (int i = Integer.parseInt(token.substring(star + 1)); i > 0; i--) {
                    out.writeBytes(repeated);
                }
            } else {
                out.writeBytes(HexFormat.of().parseHex(token));
            }
        }
        return out.toByteArray();
    }

    /** A buffer that needs no release. */
    public static ByteBuf buffer(String text) {
        return Unpooled.wrappedBuffer(bytes(text));
    }

    public static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /** The readable bytes, not consumed. */
    public static String hex(ByteBuf buffer) {
        return ByteBufUtil.hexDump(buffer);
    }

    /** The ways in which every stream of bytes is fed: whole, byte by byte, at random. */
    public static List<List<ByteBuf>> splits(byte[] bytes) {
        List<List<ByteBuf>> splits = new ArrayList<>();
        splits.add(split(bytes, new Random(0), Integer.MAX_VALUE));
        splits.add(split(bytes, new Random(0), 1));
        for (int seed = 1; seed <= 8; seed++) {
            splits.add(split(bytes, new Random(seed), 1 << seed));
        }
        return splits;
    }

    /** Parts of 1 to {@code longest} bytes, or the whole if there is no longest part. */
    public static List<ByteBuf> split(byte[] bytes, Random random, int longest) {
        List<ByteBuf> parts = new ArrayList<>();
        int position = 0;
        while (position < bytes.length) {
            int length = longest == Integer.MAX_VALUE ? bytes.length : 1 + random.nextInt(longest);
            int part = Math.min(length, bytes.length - position);
            parts.add(Unpooled.wrappedBuffer(bytes, position, part));
            position += part;
        }
        return parts;
    }
}
