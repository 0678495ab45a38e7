package online.nexuscos.streamcore.play;

import io.netty.buffer.ByteBuf;
import io.vertx.core.http.ServerWebSocket;
import online.nexuscos.streamcore.hub.Introduction;
import online.nexuscos.streamcore.media.Epoch;

/** A stream as it comes, in binary messages of a WebSocket (RFC 6455). */
final class PlayWebSocket implements ViewerSink {
    private static final short NORMAL = 1000;
    private static final short TRY_AGAIN_LATER = 1013;
    private static final short POLICY = 1008;
    private static final short INTERNAL = 1011;
    private static final short NOT_FOUND = 4404;

    private final ServerWebSocket socket;
    private final Introduction introduction;

    PlayWebSocket(ServerWebSocket socket, Introduction introduction) {
        this.socket = socket;
        this.introduction = introduction;
    }

    /** Who was let in with this socket to go to. */
    void seat(Viewer viewer) {
        socket.setWriteQueueMaxSize(PlayExchange.MAX_UNWRITTEN_BYTES);
        socket.drainHandler(_ -> viewer.drain());
        socket.closeHandler(_ -> viewer.leave());
        socket.exceptionHandler(_ -> viewer.leave());
    }

    @Override
    public String name() {
        return "websocket " + socket.remoteAddress();
    }

    @Override
    public String address() {
        return String.valueOf(socket.remoteAddress());
    }

    @Override
    public Introduction introduction() {
        return introduction;
    }

    @Override
    public void begin() {}

    @Override
    public boolean takes(Epoch epoch) {
        // Nothing in HTTP lets a player say which codecs it takes.
        return true;
    }

    @Override
    public boolean isWritable() {
        return !socket.writeQueueFull();
    }

    @Override
    public void write(ByteBuf bytes) {
        // As with HTTP, the reference is ours to the end.
        var _ =
                socket.writeFinalBinaryFrame(PlayExchange.buffer(bytes))
                        .onComplete(_ -> bytes.release());
    }

    @Override
    public void flush() {}

    @Override
    public void end(Ending ending) {
        if (socket.isClosed()) {
            return;
        }
        short code =
                switch (ending) {
                    case LEFT, STREAM_ENDED -> NORMAL;
                    case NOT_LIVE -> NOT_FOUND;
                    case CROWDED, FULL, TOO_SLOW -> TRY_AGAIN_LATER;
                    case FORBIDDEN, SENT_AWAY, UNFIT, UNTAKEN -> POLICY;
                    case FAILED -> INTERNAL;
                };
        var _ = socket.close(code, ending.text());
    }
}
