package online.nexuscos.streamcore.rtmp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import online.nexuscos.streamcore.rtmp.amf.AmfValue;
import online.nexuscos.streamcore.rtmp.amf.RtmpException;
import online.nexuscos.streamcore.rtmp.chunk.ChunkReader;
import online.nexuscos.streamcore.rtmp.chunk.ChunkWriter;
import online.nexuscos.streamcore.rtmp.message.AudioMessage;
import online.nexuscos.streamcore.rtmp.message.Command;
import online.nexuscos.streamcore.rtmp.message.DataMessage;
import online.nexuscos.streamcore.rtmp.message.MessageDecoder;
import online.nexuscos.streamcore.rtmp.message.MessageEncoder;
import online.nexuscos.streamcore.rtmp.message.RtmpMessage;
import online.nexuscos.streamcore.rtmp.message.SetChunkSize;
import online.nexuscos.streamcore.rtmp.message.UserControl;
import online.nexuscos.streamcore.rtmp.message.VideoMessage;

/** A publisher or player on a plain blocking socket. */
final class TestingRtmpClient implements AutoCloseable {
    private static final int TIMEOUT_MS = 20_000;
    private static final int MAX_MEDIA = 1 << 20;
    private static final int HANDSHAKE_PACKET = 1536;
    private static final ByteBufAllocator ALLOCATOR = UnpooledByteBufAllocator.DEFAULT;

    private final Socket socket = new Socket();
    private final ChunkWriter writer = new ChunkWriter(ChunkReader.INITIAL_CHUNK_SIZE);
    private final ChunkReader reader = new ChunkReader(ALLOCATOR);
    private final Queue<RtmpMessage> received = new ArrayDeque<>();
    private final byte[] buffer = new byte[16 * 1024];

    /** What one write to the socket takes at most. */
    private int slice = Integer.MAX_VALUE;

    TestingRtmpClient(int port) throws IOException {
        this(port, 0);
    }

    TestingRtmpClient(int port, int receiveBufferSize) throws IOException {
        if (receiveBufferSize > 0) {
            socket.setReceiveBufferSize(receiveBufferSize);
        }
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MS);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MS);
    }

    TestingRtmpClient sliced(int bytes) {
        slice = bytes;
        return this;
    }

    void write(byte[] bytes) throws IOException {
        for (int i = 0; i < bytes.length; i += Math.min(slice, bytes.length - i)) {
            socket.getOutputStream().write(bytes, i, Math.min(slice, bytes.length - i));
        }
    }

    TestingRtmpClient shakeHands() throws IOException {
        byte[] hello = new byte[1 + HANDSHAKE_PACKET];
        hello[0] = 3;
        write(hello);
        byte[] answer = socket.getInputStream().readNBytes(1 + 2 * HANDSHAKE_PACKET);
        if (answer.length != 1 + 2 * HANDSHAKE_PACKET || answer[0] != 3) {
            throw new EOFException("handshake");
        }
        write(new byte[HANDSHAKE_PACKET]);
        return this;
    }

    TestingRtmpClient connect() throws IOException, RtmpException {
        return connect("live");
    }

    TestingRtmpClient connect(String application) throws IOException, RtmpException {
        return connect(application, 0);
    }

    /**
     * As above.
     *
     * @param capabilities flags of {@code capsEx}
     */
    TestingRtmpClient connect(String application, double capabilities)
            throws IOException, RtmpException {
        return connect(
                application,
                capabilities == 0 ? Map.of() : Map.of("capsEx", new AmfValue.Number(capabilities)));
    }

    /**
     * As above.
     *
     * @param capabilities what is said beside application and program
     */
    TestingRtmpClient connect(String application, Map<String, AmfValue> capabilities)
            throws IOException, RtmpException {
        shakeHands();
        Map<String, AmfValue> properties = new LinkedHashMap<>(capabilities);
        properties.put("app", new AmfValue.Text(application));
        properties.put("flashVer", new AmfValue.Text("test/1"));
        send(new Command(0, "connect", 1, List.of(new AmfValue.ObjectMap(properties))));
        expect("_result");
        return this;
    }

    void askToPublish(String key) throws IOException {
        AmfValue nothing = new AmfValue.Null();
        send(new Command(0, "createStream", 4, List.of(nothing)));
        send(
                new Command(
                        1,
                        "publish",
                        5,
                        List.of(nothing, new AmfValue.Text(key), new AmfValue.Text("live"))));
    }

    void askToPlay(String name) throws IOException {
        reader.setMaxMessageLength(MAX_MEDIA);
        AmfValue nothing = new AmfValue.Null();
        send(new Command(0, "createStream", 4, List.of(nothing)));
        send(new Command(1, "play", 0, List.of(nothing, new AmfValue.Text(name))));
    }

    /** The next messages that tell a player something, after the answer to createStream. */
    List<String> lines(int count) throws IOException, RtmpException {
        List<String> lines = new ArrayList<>();
        while (lines.size() < count) {
            RtmpMessage message = received.poll();
            if (message == null) {
                if (!readMore()) {
                    throw new EOFException("after " + lines);
                }
                continue;
            }
            switch (message) {
                case Command command when command.name().equals("onStatus") ->
                        lines.add(
                                "onStatus "
                                        + command.arguments()
                                                .getLast()
                                                .property("code")
                                                .asText(""));
                case UserControl control ->
                        lines.add("event " + control.event() + " " + control.value());
                case DataMessage data -> lines.add(data.values().getFirst().asText(""));
                case VideoMessage video ->
                        lines.add(media("video", video.timestamp(), video.payload()));
                case AudioMessage audio ->
                        lines.add(media("audio", audio.timestamp(), audio.payload()));
                default -> {}
            }
        }
        return lines;
    }

    private static String media(String kind, long timestamp, ByteBuf payload) {
        String start = ByteBufUtil.hexDump(payload, payload.readerIndex(), 2);
        payload.release();
        return kind + " " + timestamp + " " + start;
    }

    /** All of the dialogue up to the permission to publish. */
    TestingRtmpClient publish(String key) throws IOException, RtmpException {
        connect();
        askToPublish(key);
        expect("_result");
        expect("onStatus NetStream.Publish.Start");
        return this;
    }

    /** Of the chunks from here on. */
    void setChunkSize(int size) throws IOException {
        send(new SetChunkSize(size));
        writer.setChunkSize(size);
    }

    void send(RtmpMessage message) throws IOException {
        ByteBuf chunks = writer.write(ALLOCATOR, MessageEncoder.encode(message, ALLOCATOR));
        try {
            write(ByteBufUtil.getBytes(chunks));
        } finally {
            chunks.release();
        }
    }

    private static void release(RtmpMessage message) {
        switch (message) {
            case VideoMessage video -> video.payload().release();
            case AudioMessage audio -> audio.payload().release();
            default -> {}
        }
    }

    void video(long timestamp, ByteBuf tag) throws IOException {
        send(new VideoMessage(1, timestamp, tag));
    }

    void audio(long timestamp, ByteBuf tag) throws IOException {
        send(new AudioMessage(1, timestamp, tag));
    }

    /** Reads up to the next command, which must begin so. */
    String expect(String command) throws IOException, RtmpException {
        while (true) {
            RtmpMessage message = received.poll();
            if (message instanceof Command next) {
                AmfValue information = next.arguments().getLast();
                String text =
                        next.name()
                                + " "
                                + information.property("code").asText("")
                                + " "
                                + information.property("description").asText("");
                if (!text.startsWith(command)) {
                    throw new AssertionError(text + " instead of " + command);
                }
                return text;
            }
            if (message == null && !readMore()) {
                throw new EOFException("no " + command);
            }
        }
    }

    /** Reads until the server closes its side. */
    void expectEnd() throws IOException, RtmpException {
        while (readMore()) {
            received.clear();
        }
    }

    private boolean readMore() throws IOException, RtmpException {
        int count = socket.getInputStream().read(buffer);
        if (count > 0) {
            reader.read(
                    Unpooled.wrappedBuffer(buffer, 0, count),
                    raw -> MessageDecoder.decode(raw, received::add));
        }
        return count >= 0;
    }

    /** Closes as a program that ends does. */
    void hangUp() throws IOException {
        socket.close();
    }

    /** Closes as a crash does. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        received.forEach(TestingRtmpClient::release);
        reader.close();
        socket.close();
    }
}
