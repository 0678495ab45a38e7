package online.nexuscos.platform.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.util.function.BiFunction;
import java.util.function.Function;
import online.nexuscos.platform.json.Json;

/**
 * Hands a message over as it is on one node; between nodes it is its head as JSON, then its body,
 * each with its length before it.
 *
 * @param <H> the head's record
 */
final class FrameCodec<H, M> implements MessageCodec<M, M> {
    private final Class<M> type;
    private final Class<H> headType;
    private final Function<M, H> head;
    private final Function<M, Buffer> body;
    private final BiFunction<H, Buffer, M> maker;

    private FrameCodec(
            Class<M> type,
            Class<H> headType,
            Function<M, H> head,
            Function<M, Buffer> body,
            BiFunction<H, Buffer, M> maker) {
        this.type = type;
        this.headType = headType;
        this.head = head;
        this.body = body;
        this.maker = maker;
    }

    static FrameCodec<Request.Head, Request> ofRequests() {
        return new FrameCodec<>(
                Request.class, Request.Head.class, Request::head, Request::body, Request::new);
    }

    static FrameCodec<Answer.Head, Answer> ofAnswers() {
        return new FrameCodec<>(
                Answer.class, Answer.Head.class, Answer::head, Answer::body, Answer::new);
    }

    @Override
    public void encodeToWire(Buffer buffer, M message) {
        byte[] json = Json.write(head.apply(message));
        Buffer content = body.apply(message);
        buffer.appendInt(json.length)
                .appendBytes(json)
                .appendInt(content.length())
                .appendBuffer(content);
    }

    @Override
    public M decodeFromWire(int position, Buffer buffer) {
        int jsonStart = position + Integer.BYTES;
        int jsonEnd = jsonStart + buffer.getInt(position);
        int bodyStart = jsonEnd + Integer.BYTES;
        H read = Json.read(buffer.getBytes(jsonStart, jsonEnd), headType);
        return maker.apply(read, buffer.getBuffer(bodyStart, bodyStart + buffer.getInt(jsonEnd)));
    }

    @Override
    public M transform(M message) {
        return message;
    }

    @Override
    public String name() {
        return type.getName();
    }

    @Override
    public byte systemCodecID() {
        return -1;
    }
}
