package online.nexuscos.streamcore.rtmp.message;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.function.Consumer;
import online.nexuscos.streamcore.rtmp.amf.Amf0Reader;
import online.nexuscos.streamcore.rtmp.amf.AmfValue;
import online.nexuscos.streamcore.rtmp.amf.RtmpException;
import online.nexuscos.streamcore.rtmp.chunk.RawMessage;

/** Reads the payloads of messages. */
public final class MessageDecoder {
    private static final int LAST_KNOWN_EVENT = UserControl.PING_RESPONSE;

    private MessageDecoder() {}

    /**
     * Passes one message to {@code out}; of an aggregate, every message in it. Takes over the
     * payload: an {@link AudioMessage} or {@link VideoMessage} keeps it, otherwise it is released.
     */
    public static void decode(RawMessage raw, Consumer<RtmpMessage> out) throws RtmpException {
        ByteBuf payload = raw.payload();
        switch (raw.type()) {
            case AudioMessage.TYPE ->
                    out.accept(new AudioMessage(raw.streamId(), raw.timestamp(), payload));
            case VideoMessage.TYPE ->
                    out.accept(new VideoMessage(raw.streamId(), raw.timestamp(), payload));
            case Aggregate.TYPE -> {
                try {
                    Aggregate.decode(raw, out);
                } finally {
                    payload.release();
                }
            }
            default -> {
                RtmpMessage message;
                try {
                    message = decodeControl(raw);
                } finally {
                    payload.release();
                }
                out.accept(message);
            }
        }
    }

    private static RtmpMessage decodeControl(RawMessage raw) throws RtmpException {
        ByteBuf in = raw.payload();
        return switch (raw.type()) {
            case SetChunkSize.TYPE -> setChunkSize(in);
            case Abort.TYPE -> new Abort((int) unsigned32(in, "abort"));
            case Acknowledgement.TYPE -> new Acknowledgement(unsigned32(in, "acknowledgement"));
            case UserControl.TYPE -> userControl(in);
            case WindowAcknowledgementSize.TYPE ->
                    new WindowAcknowledgementSize(unsigned32(in, "window acknowledgement size"));
            case SetPeerBandwidth.TYPE -> {
                requireLength(in, 5, "set peer bandwidth");
                yield new SetPeerBandwidth(in.readUnsignedInt(), in.readUnsignedByte());
            }
            case Command.TYPE, Command.TYPE_AMF3 -> command(raw);
            case DataMessage.TYPE, DataMessage.TYPE_AMF3 ->
                    new DataMessage(raw.streamId(), raw.timestamp(), values(raw));
            default -> new Unknown(raw.type());
        };
    }

    private static SetChunkSize setChunkSize(ByteBuf in) throws RtmpException {
        long size = unsigned32(in, "set chunk size");
        if (size < 1 || size > Integer.MAX_VALUE) {
            throw new RtmpException("chunk size", size, "1 to " + Integer.MAX_VALUE);
        }
        return new SetChunkSize((int) size);
    }

    /** Events of the specification have their values; of others, whatever is there is taken. */
    private static UserControl userControl(ByteBuf in) throws RtmpException {
        int length = in.readableBytes();
        if (length < 2) {
            throw new RtmpException("user control length", length, ">= 2");
        }
        int event = in.readUnsignedShort();
        int needed = event == UserControl.SET_BUFFER_LENGTH ? 10 : 6;
        if (event <= LAST_KNOWN_EVENT && length < needed) {
            throw new RtmpException("user control " + event + " length", length, ">= " + needed);
        }
        long value = length >= 6 ? in.readUnsignedInt() : 0;
        long second = length >= 10 ? in.readUnsignedInt() : 0;
        return new UserControl(event, value, second);
    }

    private static Command command(RawMessage raw) throws RtmpException {
        List<AmfValue> values = values(raw);
        if (values.size() < 2) {
            throw new RtmpException("command value count", values.size(), ">= 2");
        }
        if (values.get(0) instanceof AmfValue.Text(String name)
                && values.get(1) instanceof AmfValue.Number(double transactionId)) {
            return new Command(
                    raw.streamId(), name, transactionId, values.subList(2, values.size()));
        }
        throw new RtmpException(
                "command: "
                        + values.get(0).getClass().getSimpleName()
                        + ", "
                        + values.get(1).getClass().getSimpleName()
                        + " (expected: Text, Number)");
    }

    /**
     * The values of a command or data message. What encoders send in the AMF3 envelopes is AMF0
     * after a byte 0, which some leave out; as both begin with a string, 0 cannot be its marker.
     */
    private static List<AmfValue> values(RawMessage raw) throws RtmpException {
        ByteBuf in = raw.payload();
        boolean envelope = raw.type() == Command.TYPE_AMF3 || raw.type() == DataMessage.TYPE_AMF3;
        if (envelope && in.isReadable() && in.getByte(in.readerIndex()) == 0) {
            in.skipBytes(1);
        }
        return Amf0Reader.readAll(in);
    }

    private static long unsigned32(ByteBuf in, String name) throws RtmpException {
        requireLength(in, 4, name);
        return in.readUnsignedInt();
    }

    private static void requireLength(ByteBuf in, int length, String name) throws RtmpException {
        if (in.readableBytes() != length) {
            throw new RtmpException(name + " length", in.readableBytes(), Integer.toString(length));
        }
    }
}
