package online.nexuscos.gateway.http;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file of the front end, ready to be sent.
 *
 * @param gzip the same compressed, null where that makes it no smaller
 * @param tag names its content
 */
record StaticFile(FileType type, Buffer plain, @Nullable Buffer gzip, String tag) {
    private static final int TAG_BYTES = 12;

    /** Reads it off the class path; blocks. Null where there is none, or of no kind we serve. */
    static @Nullable StaticFile load(String resource) throws IOException {
        Optional<FileType> type = FileType.ofFile(resource);
        if (type.isEmpty()) {
            return null;
        }
        try (InputStream in = StaticFile.class.getClassLoader().getResourceAsStream(resource)) {
            return in == null ? null : of(type.get(), in.readAllBytes());
        }
    }

    static StaticFile of(FileType type, byte[] content) throws IOException {
        byte[] small = type.isCompressible() ? compress(content) : content;
        return new StaticFile(
                type,
                Buffer.buffer(content),
                small.length < content.length ? Buffer.buffer(small) : null,
                tag(content));
    }

    private static byte[] compress(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(content.length / 2 + 64);
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        }
        return out.toByteArray();
    }

    private static String tag(byte[] content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(hash, 0, TAG_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
