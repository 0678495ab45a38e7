package online.nexuscos.streamcore.rtmp.message;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import online.nexuscos.streamcore.rtmp.amf.Amf0Writer;
import online.nexuscos.streamcore.rtmp.amf.AmfValue;
import online.nexuscos.streamcore.rtmp.chunk.RawMessage;

/** Writes the payloads of messages and chooses their chunk streams. */
public final class MessageEncoder {
    /** Protocol and user control messages, RTMP 1.0, 5.4. */
    static final int CONTROL_CHUNK_STREAM = 2;

    static final int COMMAND_CHUNK_STREAM = 3;
    static final int DATA_CHUNK_STREAM = 4;

    /** Of {@link AudioMessage}. */
    public static final int AUDIO_CHUNK_STREAM = 6;

    /** Of {@link VideoMessage}. */
    public static final int VIDEO_CHUNK_STREAM = 7;

    private MessageEncoder() {}

    /**
     * The message as the chunk stream carries it. The payload of an {@link AudioMessage} or {@link
     * VideoMessage} passes into the result.
     *
     * @throws IllegalArgumentException for {@link Unknown}, whose payload nobody has
     */
    public static RawMessage encode(RtmpMessage message, ByteBufAllocator allocator) {
        return switch (message) {
            case SetChunkSize(int size) -> control(SetChunkSize.TYPE, allocator, size);
            case Abort(int chunkStreamId) -> control(Abort.TYPE, allocator, chunkStreamId);
            case Acknowledgement(long sequence) ->
                    control(Acknowledgement.TYPE, allocator, (int) sequence);
            case UserControl userControl -> encode(userControl, allocator);
            case WindowAcknowledgementSize(long size) ->
                    control(WindowAcknowledgementSize.TYPE, allocator, (int) size);
            case SetPeerBandwidth(long size, int limitType) ->
                    control(
                            SetPeerBandwidth.TYPE,
                            allocator.buffer(5).writeInt((int) size).writeByte(limitType));
            case Command command -> encode(command, allocator);
            case DataMessage(int streamId, long timestamp, List<AmfValue> values) -> {
                ByteBuf payload = allocator.buffer();
                values.forEach(value -> Amf0Writer.write(payload, value));
                yield new RawMessage(
                        DATA_CHUNK_STREAM, timestamp, DataMessage.TYPE, streamId, payload);
            }
            case AudioMessage(int streamId, long timestamp, ByteBuf payload) ->
                    new RawMessage(
                            AUDIO_CHUNK_STREAM, timestamp, AudioMessage.TYPE, streamId, payload);
            case VideoMessage(int streamId, long timestamp, ByteBuf payload) ->
                    new RawMessage(
                            VIDEO_CHUNK_STREAM, timestamp, VideoMessage.TYPE, streamId, payload);
            case Unknown(int type) ->
                    throw new IllegalArgumentException("message of unknown type " + type);
        };
    }

    private static RawMessage encode(UserControl message, ByteBufAllocator allocator) {
        ByteBuf payload = allocator.buffer(10);
        payload.writeShort(message.event()).writeInt((int) message.value());
        if (message.event() == UserControl.SET_BUFFER_LENGTH) {
            payload.writeInt((int) message.second());
        }
        return control(UserControl.TYPE, payload);
    }

    private static RawMessage encode(Command command, ByteBufAllocator allocator) {
        ByteBuf payload = allocator.buffer();
        Amf0Writer.write(payload, new AmfValue.Text(command.name()));
        Amf0Writer.write(payload, new AmfValue.Number(command.transactionId()));
        command.arguments().forEach(value -> Amf0Writer.write(payload, value));
        return new RawMessage(COMMAND_CHUNK_STREAM, 0, Command.TYPE, command.streamId(), payload);
    }

    private static RawMessage control(int type, ByteBufAllocator allocator, int value) {
        return control(type, allocator.buffer(4).writeInt(value));
    }

    private static RawMessage control(int type, ByteBuf payload) {
        return new RawMessage(CONTROL_CHUNK_STREAM, 0, type, 0, payload);
    }
}
