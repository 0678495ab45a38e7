package online.nexuscos.streamcore.flv;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import online.nexuscos.streamcore.media.Av1DecoderConfiguration;
import online.nexuscos.streamcore.media.Av1Obu;
import online.nexuscos.streamcore.media.Codec;
import online.nexuscos.streamcore.media.MediaException;
import online.nexuscos.streamcore.media.VideoConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Temporal units of AV1. What is stored has no temporal delimiters and no padding (<a
 * href="https://aomediacodec.github.io/av1-isobmff/#sampleformat">AV1 in ISO Base Media, 2.4</a>).
 */
final class Av1Units implements VideoUnits {
    /** A record without OBUs: the sequence header comes with the first keyframe. */
    private static final int RECORD_WITHOUT_UNITS = 4;

    private static final int MAX_UNITS = 1024;
    private static final int SHOWS_EXISTING = 0x80;
    private static final int FRAME_TYPE = 0x60;
    private static final int SHOWN = 0x10;

    private ByteBuf sequenceHeader = Unpooled.EMPTY_BUFFER;

    @Override
    public Codec codec() {
        return Codec.AV1;
    }

    @Override
    public @Nullable VideoConfiguration configure(ByteBuf body) throws MediaException {
        if (body.readableBytes() == RECORD_WITHOUT_UNITS) {
            return null;
        }
        VideoConfiguration next = Av1DecoderConfiguration.parse(body);
        ByteBuf units = Unpooled.wrappedBuffer(next.codecPrivate().bytes());
        for (int at = RECORD_WITHOUT_UNITS; at < units.writerIndex(); ) {
            Av1Obu unit = Av1Obu.at(units, at, units.writerIndex());
            if (unit.type() == Av1Obu.SEQUENCE_HEADER) {
                sequenceHeader = units.slice(at, unit.end() - at);
            }
            at = unit.end();
        }
        return next;
    }

    @Override
    public @Nullable VideoUnit read(ByteBuf body) throws MediaException {
        int start = body.readerIndex();
        int end = body.writerIndex();
        boolean keyframe = false;
        boolean picture = false;
        int leftOut = 0;
        int count = 0;
        VideoConfiguration next = null;
        for (int at = start; at < end; count++) {
            if (count == MAX_UNITS) {
                throw new MediaException("OBUs: more than " + MAX_UNITS + " in a temporal unit");
            }
            Av1Obu unit = Av1Obu.at(body, at, end);
            switch (unit.type()) {
                case Av1Obu.TEMPORAL_DELIMITER, Av1Obu.PADDING -> leftOut += unit.end() - at;
                case Av1Obu.SEQUENCE_HEADER -> next = changed(body, unit);
                case Av1Obu.FRAME, Av1Obu.FRAME_HEADER -> {
                    keyframe |= !picture && isShownKey(body, unit);
                    picture = true;
                }
                default -> {}
            }
            at = unit.end();
        }
        if (!picture) {
            return null;
        }
        if (!sequenceHeader.isReadable() && next == null) {
            throw new MediaException("a picture without a sequence header before it");
        }
        ByteBuf payload = leftOut == 0 ? body.retainedSlice() : store(body, leftOut);
        return new VideoUnit(keyframe, payload, next);
    }

    /** The configuration of a sequence header, unless it is the one that holds. */
    private @Nullable VideoConfiguration changed(ByteBuf in, Av1Obu unit) throws MediaException {
        int length = unit.end() - unit.start();
        if (length == sequenceHeader.readableBytes()
                && ByteBufUtil.equals(
                        in, unit.start(), sequenceHeader, sequenceHeader.readerIndex(), length)) {
            return null;
        }
        VideoConfiguration next = Av1DecoderConfiguration.ofSequenceHeader(in, unit);
        byte[] header = new byte[length];
        in.getBytes(unit.start(), header);
        sequenceHeader = Unpooled.wrappedBuffer(header);
        return next;
    }

    /**
     * See <a href="https://aomediacodec.github.io/av1-spec/#uncompressed-header-syntax">5.9.2</a>.
     */
    private static boolean isShownKey(ByteBuf in, Av1Obu unit) {
        if (unit.payload() >= unit.end()) {
            return false;
        }
        int first = in.getUnsignedByte(unit.payload());
        return (first & (SHOWS_EXISTING | FRAME_TYPE)) == 0 && (first & SHOWN) != 0;
    }

    private static ByteBuf store(ByteBuf in, int leftOut) throws MediaException {
        int size = in.readableBytes() - leftOut;
        ByteBuf out = in.alloc().buffer(size, size);
        int end = in.writerIndex();
        for (int at = in.readerIndex(); at < end; ) {
            Av1Obu unit = Av1Obu.at(in, at, end);
            if (unit.type() != Av1Obu.TEMPORAL_DELIMITER && unit.type() != Av1Obu.PADDING) {
                out.writeBytes(in, at, unit.end() - at);
            }
            at = unit.end();
        }
        return out;
    }
}
