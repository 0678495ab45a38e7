package online.nexuscos.streamcore.mpegts;

import io.netty.buffer.ByteBuf;
import online.nexuscos.streamcore.media.Packet;

/**
 * Frames that tell all by themselves, and go as they are.
 *
 * @param streamType as the programme's table names it
 * @param streamId of its PES packets
 */
record PlainFrames(int streamType, int streamId) implements ElementaryForm {
    private static final int AUDIO_STREAM_ID = 0xc0;
    private static final int PRIVATE_STREAM_1 = 0xbd;

    static final PlainFrames MP3 = new PlainFrames(0x03, AUDIO_STREAM_ID);
    static final PlainFrames AC3 = new PlainFrames(0x81, PRIVATE_STREAM_1);
    static final PlainFrames EAC3 = new PlainFrames(0x87, PRIVATE_STREAM_1);

    @Override
    public int maxLength(Packet packet) {
        return packet.size();
    }

    @Override
    public void write(ByteBuf out, Packet packet) {
        ByteBuf frame = packet.payload();
        out.writeBytes(frame, frame.readerIndex(), frame.readableBytes());
    }
}
