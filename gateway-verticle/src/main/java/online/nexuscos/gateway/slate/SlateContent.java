package online.nexuscos.gateway.slate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What a channel shows while it has no publisher. */
sealed interface SlateContent {
    /** Versions of our own picture: another number makes all slates anew. */
    int DESIGN = 1;

    /** Names it: contents that differ have names that differ. */
    String id();

    /** Our own picture, with the channel's title. */
    record Branded(String title) implements SlateContent {
        /** More would not fit on one line. */
        private static final int MAX_TITLE = 48;

        public Branded {
            title = title.strip();
            if (title.codePointCount(0, title.length()) > MAX_TITLE) {
                title =
                        title.substring(0, title.offsetByCodePoints(0, MAX_TITLE - 1)).strip()
                                + "…";
            }
        }

        @Override
        public String id() {
            return hash("branded " + DESIGN + " " + title);
        }
    }

    /**
     * A picture or clip of the channel's owner.
     *
     * @param form what it is, by its first bytes
     * @param version changes when the file does
     */
    record Media(Path file, Form form, String version) implements SlateContent {
        /** A larger file is refused. */
        static final long MAX_BYTES = 32L << 20;

        private static final int HEAD = 16;

        /** Forms that are taken, by FFmpeg's name, and whether they move. */
        enum Form {
            PNG("png_pipe", false),
            JPEG("jpeg_pipe", false),
            WEBP("webp_pipe", false),
            MP4("mov", true),
            WEBM("matroska", true);

            private final String demuxer;
            private final boolean moves;

            Form(String demuxer, boolean moves) {
                this.demuxer = demuxer;
                this.moves = moves;
            }

            String demuxer() {
                return demuxer;
            }

            boolean moves() {
                return moves;
            }
        }

        /** Looks at the file's first bytes alone; what is behind them, another process reads. */
        static Media of(Path file) throws SlateException {
            try {
                long size = Files.size(file);
                if (size > MAX_BYTES) {
                    throw new SlateException(
                            file + ": " + size + " bytes (expected: <= " + MAX_BYTES + ")");
                }
                byte[] head;
                try (InputStream in = Files.newInputStream(file)) {
                    head = in.readNBytes(HEAD);
                }
                String version = size + " " + Files.getLastModifiedTime(file);
                return new Media(file.toAbsolutePath(), form(file, head), version);
            } catch (IOException e) {
                throw new SlateException(file + ": cannot be read: " + e);
            }
        }

        private static Form form(Path file, byte[] head) throws SlateException {
            String text = new String(head, StandardCharsets.ISO_8859_1);
            if (text.startsWith("\u0089PNG\r\n\u001a\n")) {
                return Form.PNG;
            }
            if (text.startsWith("\u00ff\u00d8\u00ff")) {
                return Form.JPEG;
            }
            if (text.startsWith("RIFF") && text.startsWith("WEBP", 8)) {
                return Form.WEBP;
            }
            if (text.startsWith("ftyp", 4)) {
                return Form.MP4;
            }
            if (text.startsWith("\u001aE\u00df\u00a3")) {
                return Form.WEBM;
            }
            throw new SlateException(file + ": no picture (PNG, JPEG, WebP) or clip (MP4, WebM)");
        }

        @Override
        public String id() {
            return hash("media " + form + " " + version + " " + file);
        }
    }

    private static String hash(String text) {
        try {
            byte[] sum =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sum, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
