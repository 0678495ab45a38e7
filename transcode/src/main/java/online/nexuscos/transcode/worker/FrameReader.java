package online.nexuscos.transcode.worker;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import online.nexuscos.streamcore.elementary.ElementaryFormat;
import online.nexuscos.streamcore.media.Codec;
import online.nexuscos.streamcore.media.CodecPrivate;
import online.nexuscos.streamcore.pull.SourceSink;
import online.nexuscos.streamcore.pull.SourceSink.End;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a worker sends, however the socket cuts it. The payload of an access unit is copied
 * once, into a buffer of its own. A worker that strangers' bytes have taken over is a stranger
 * itself: nothing is believed.
 */
final class FrameReader implements AutoCloseable {
    private final ByteBufAllocator allocator;
    private final SourceSink sink;
    private final ByteBuf header = Unpooled.buffer(FrameType.HEADER, FrameType.HEADER);
    private final ByteBuf unitHeader = Unpooled.buffer(FrameType.UNIT_HEADER);
    private @Nullable ByteBuf body;
    private int type;
    private int length;

    FrameReader(ByteBufAllocator allocator, SourceSink sink) {
        this.allocator = allocator;
        this.sink = sink;
    }

    /** Takes all of {@code in}, which stays the caller's. */
    void read(ByteBuf in) throws FrameException {
        while (in.isReadable() || isComplete()) {
            if (header.isWritable()) {
                fill(header, in);
                if (!header.isWritable()) {
                    begin();
                }
            } else if (type == FrameType.UNIT && unitHeader.writerIndex() < FrameType.UNIT_HEADER) {
                int missing = FrameType.UNIT_HEADER - unitHeader.writerIndex();
                unitHeader.writeBytes(in, Math.min(missing, in.readableBytes()));
            } else {
                readBody(in);
            }
        }
    }

    /** A frame without a body is complete although nothing more has come. */
    private boolean isComplete() {
        boolean headed =
                !header.isWritable()
                        && (type != FrameType.UNIT
                                || unitHeader.writerIndex() == FrameType.UNIT_HEADER);
        return headed && (body == null ? length == 0 : !body.isWritable());
    }

    private void begin() throws FrameException {
        long size = header.getUnsignedInt(0);
        type = header.getByte(4);
        switch (type) {
            case FrameType.TRACKS, FrameType.ENDED -> require(size, 1, FrameType.MAX_MESSAGE);
            case FrameType.UNIT -> {
                require(size, FrameType.UNIT_HEADER + 1L, FrameType.MAX_UNIT);
                size -= FrameType.UNIT_HEADER;
            }
            default -> throw new FrameException("frame type: " + type + " (expected: 2 to 4)");
        }
        length = (int) size;
    }

    private static void require(long size, long least, long most) throws FrameException {
        if (size < least || size > most) {
            throw new FrameException(
                    "frame length: " + size + " (expected: " + least + " to " + most + ")");
        }
    }

    private void readBody(ByteBuf in) throws FrameException {
        ByteBuf filling = body;
        if (filling == null) {
            filling =
                    type == FrameType.UNIT
                            ? allocator.directBuffer(length, length)
                            : allocator.heapBuffer(length, length);
            body = filling;
        }
        fill(filling, in);
        if (!filling.isWritable()) {
            body = null;
            header.clear();
            deliver(filling);
        }
    }

    private void deliver(ByteBuf whole) throws FrameException {
        if (type == FrameType.UNIT) {
            int track = unitHeader.readUnsignedByte();
            int flags = unitHeader.readUnsignedByte();
            long dts = unitHeader.readLong();
            long pts = unitHeader.readLong();
            unitHeader.clear();
            sink.unit(track, dts, pts, (flags & FrameType.KEYFRAME) != 0, whole);
            return;
        }
        try {
            if (type == FrameType.TRACKS) {
                sink.tracks(tracks(whole));
            } else {
                int end = whole.readUnsignedByte();
                String reason = text(whole);
                sink.ended(end == FrameType.OVER ? End.OVER : End.FAILED, reason);
            }
        } catch (IndexOutOfBoundsException e) {
            throw new FrameException("frame of type " + type + ": is cut off");
        } finally {
            whole.release();
        }
    }

    private static List<ElementaryFormat> tracks(ByteBuf in) throws FrameException {
        int count = in.readUnsignedByte();
        if (count > FrameType.MAX_TRACKS) {
            throw new FrameException("tracks: " + count + " (expected: <= 16)");
        }
        List<ElementaryFormat> formats = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int id = in.readUnsignedByte();
            String codec =
                    in.readCharSequence(in.readUnsignedByte(), StandardCharsets.US_ASCII)
                            .toString();
            byte[] configuration = new byte[in.readUnsignedShort()];
            in.readBytes(configuration);
            formats.add(new ElementaryFormat(id, codec(codec), new CodecPrivate(configuration)));
        }
        return formats;
    }

    private static Codec codec(String name) throws FrameException {
        for (Codec codec : Codec.values()) {
            if (codec.name().equals(name)) {
                return codec;
            }
        }
        throw new FrameException("codec: " + name.toLowerCase(Locale.ROOT));
    }

    private static String text(ByteBuf in) throws FrameException {
        int size = in.readUnsignedShort();
        if (size > FrameType.MAX_TEXT) {
            throw new FrameException("text length: " + size + " (expected: <= 4096)");
        }
        return in.readCharSequence(size, StandardCharsets.UTF_8)
                .toString()
                .replaceAll("\\p{Cntrl}", "?");
    }

    private static void fill(ByteBuf target, ByteBuf in) {
        target.writeBytes(in, Math.min(target.writableBytes(), in.readableBytes()));
    }

    /** Lets go of what is not complete. */
    @Override
    public void close() {
        if (body != null) {
            body.release();
            body = null;
        }
    }
}
