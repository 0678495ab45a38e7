package online.nexuscos.streamcore.srt.packet;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The control information of a handshake (draft-sharabayko-srt-01, 3.2.1).
 *
 * <pre>
 * | u32 version | u16 encryption | u16 extension | u32 first sequence | u32 MTU | u32 window |
 * | i32 type | u32 socket id | u32 cookie | 16 address | n x (u16 type, u16 words, content)
 * </pre>
 *
 * @param encryption length of the key in 8 bytes: 0, 2, 3 or 4
 * @param extension flags of what follows; in the answer to an induction the magic number
 * @param type of handshake, or {@value #REJECTION} and a reason
 * @param socketId the sender's own
 * @param stream what the caller wants, as it wrote it; a caller's own is there, and perhaps empty
 */
public record Handshake(
        int version,
        int encryption,
        int extension,
        int firstSequence,
        int mtu,
        int window,
        int type,
        int socketId,
        int cookie,
        Optional<Settings> settings,
        Optional<byte[]> keyMaterial,
        Optional<String> stream) {
    public static final int INDUCTION = 1;
    public static final int CONCLUSION = -1;

    /** A refusal is this and its reason. */
    public static final int REJECTION = 1000;

    /** Tells a caller of HSv4 from one of HSv5. */
    public static final int MAGIC = 0x4a17;

    public static final int VERSION_4 = 4;
    public static final int VERSION_5 = 5;
    public static final int MAX_STREAM_ID = 512;

    /** Extension flags: what follows the fixed fields. */
    public static final int HAS_SETTINGS = 1;

    public static final int HAS_KEYS = 2;
    public static final int HAS_STREAM = 4;

    private static final int SIZE = 48;
    private static final int ADDRESS = 16;
    private static final int MAX_EXTENSIONS = 16;
    private static final int REQUEST = 1;
    private static final int RESPONSE = 2;
    private static final int KEY_REQUEST = 3;
    private static final int KEY_RESPONSE = 4;
    private static final int STREAM_ID = 5;

    /**
     * What both sides agree upon.
     *
     * @param version of the library, 0x010500 for 1.5.0
     * @param flags of {@code SRT_FLAG}
     * @param receiverDelayMs for which the sender of this will hold back what it receives
     * @param senderDelayMs for which it wants the other side to
     */
    public record Settings(int version, int flags, int receiverDelayMs, int senderDelayMs) {
        public static final int TIMED_SENDING = 1;
        public static final int TIMED_RECEIVING = 2;
        public static final int ENCRYPTION = 4;
        public static final int LATE_DROP = 8;
        public static final int PERIODIC_NAK = 0x10;
        public static final int RETRANSMIT_FLAG = 0x20;
        public static final int STREAM_MODE = 0x40;
    }

    /** Reads all of {@code in}. */
    static Handshake read(ByteBuf in) throws SrtException {
        if (in.readableBytes() < SIZE) {
            throw new SrtException(
                    "handshake length: " + in.readableBytes() + " (expected: >= 48)");
        }
        int version = in.readInt();
        int encryption = in.readUnsignedShort();
        int extension = in.readUnsignedShort();
        int firstSequence = in.readInt() & Sequence.MAX;
        int mtu = in.readInt();
        int window = in.readInt();
        int type = in.readInt();
        int socketId = in.readInt();
        int cookie = in.readInt();
        in.skipBytes(ADDRESS);
        Extensions extensions = new Extensions();
        if (type != INDUCTION) {
            extensions.read(in);
        }
        return new Handshake(
                version,
                encryption,
                extension,
                firstSequence,
                mtu,
                window,
                type,
                socketId,
                cookie,
                extensions.settings,
                extensions.keyMaterial,
                extensions.stream);
    }

    /** What follows the fixed fields. */
    private static final class Extensions {
        private Optional<Settings> settings = Optional.empty();
        private Optional<byte[]> keyMaterial = Optional.empty();
        private Optional<String> stream = Optional.empty();

        void read(ByteBuf in) throws SrtException {
            for (int i = 0; i < MAX_EXTENSIONS && in.readableBytes() >= 4; i++) {
                int type = in.readUnsignedShort();
                int length = in.readUnsignedShort() * 4;
                if (length > in.readableBytes()) {
                    throw new SrtException("handshake extension " + type + ": is cut off");
                }
                take(type, in.readSlice(length));
            }
        }

        private void take(int type, ByteBuf content) throws SrtException {
            switch (type) {
                case REQUEST, RESPONSE -> {
                    if (content.readableBytes() < 12) {
                        throw new SrtException("handshake settings: are cut off");
                    }
                    settings =
                            Optional.of(
                                    new Settings(
                                            content.readInt(),
                                            content.readInt(),
                                            content.readUnsignedShort(),
                                            content.readUnsignedShort()));
                }
                case KEY_REQUEST, KEY_RESPONSE -> {
                    if (content.readableBytes() > KeyMaterial.MAX_MESSAGE) {
                        throw new SrtException("key material length: " + content.readableBytes());
                    }
                    byte[] material = new byte[content.readableBytes()];
                    content.readBytes(material);
                    keyMaterial = Optional.of(material);
                }
                case STREAM_ID -> stream = Optional.of(text(content));
                default -> {} // congestion control, filters and groups are not taken up
            }
        }

        /** Words of four bytes, the last byte first, filled up with zeros. */
        private static String text(ByteBuf content) throws SrtException {
            if (content.readableBytes() > MAX_STREAM_ID) {
                throw new SrtException(
                        "stream id length: " + content.readableBytes() + " (expected: <= 512)");
            }
            byte[] bytes = new byte[content.readableBytes()];
            int length = 0;
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = content.getByte(content.readerIndex() + (i ^ 3));
                length = bytes[i] == 0 ? length : i + 1;
            }
            return new String(bytes, 0, length, StandardCharsets.UTF_8);
        }
    }

    /** Writes it whole; settings and key material as answers where there is no stream. */
    void write(ByteBuf out) {
        out.writeInt(version).writeShort(encryption).writeShort(extension);
        out.writeInt(firstSequence).writeInt(mtu).writeInt(window);
        out.writeInt(type).writeInt(socketId).writeInt(cookie).writeZero(ADDRESS);
        boolean request = stream.isPresent();
        settings.ifPresent(it -> {
            out.writeShort(request ? REQUEST : RESPONSE).writeShort(3);
            out.writeInt(it.version).writeInt(it.flags);
            out.writeShort(it.receiverDelayMs).writeShort(it.senderDelayMs);
        });
        keyMaterial.ifPresent(it -> {
            out.writeShort(request ? KEY_REQUEST : KEY_RESPONSE).writeShort(it.length / 4);
            out.writeBytes(it);
        });
        // libsrt refuses a stream id of no length.
        stream.filter(it -> !it.isEmpty())
                .ifPresent(it -> {
                    byte[] bytes = it.getBytes(StandardCharsets.UTF_8);
                    int words = Math.ceilDiv(bytes.length, 4);
                    out.writeShort(STREAM_ID).writeShort(words);
                    for (int i = 0; i < words * 4; i++) {
                        int at = i ^ 3;
                        out.writeByte(at < bytes.length ? bytes[at] : 0);
                    }
                });
    }
}
