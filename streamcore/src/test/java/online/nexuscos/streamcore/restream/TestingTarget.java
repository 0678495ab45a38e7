package online.nexuscos.streamcore.restream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import online.nexuscos.streamcore.rtmp.amf.AmfValue;
import online.nexuscos.streamcore.rtmp.amf.RtmpException;
import online.nexuscos.streamcore.rtmp.chunk.ChunkReader;
import online.nexuscos.streamcore.rtmp.chunk.ChunkWriter;
import online.nexuscos.streamcore.rtmp.handshake.ServerHandshake;
import online.nexuscos.streamcore.rtmp.message.AudioMessage;
import online.nexuscos.streamcore.rtmp.message.Command;
import online.nexuscos.streamcore.rtmp.message.DataMessage;
import online.nexuscos.streamcore.rtmp.message.MessageDecoder;
import online.nexuscos.streamcore.rtmp.message.MessageEncoder;
import online.nexuscos.streamcore.rtmp.message.RtmpMessage;
import online.nexuscos.streamcore.rtmp.message.VideoMessage;

/** An RTMP server on plain blocking sockets that can behave badly. */
public final class TestingTarget implements AutoCloseable {
    /** What it does with those who want to publish. */
    public enum Manner {
        TAKES,
        REFUSES,
        /** Says yes and reads no more. */
        STALLS,
        /** Hangs up on the first media. */
        LEAVES,
        /** Asks to be called elsewhere on the first media (Enhanced RTMP 2, Reconnect Request). */
        MOVES,
        /** Never answers the handshake. */
        SLEEPS
    }

    private static final ByteBufAllocator ALLOCATOR = UnpooledByteBufAllocator.DEFAULT;
    private static final int SHOWN_BYTES = 16;
    private static final AmfValue NOTHING = new AmfValue.Null();

    /** Commands with their last text, {@code metadata}, and tags as {@code video <hex>}. */
    final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    final AtomicInteger connections = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ServerSocket server;
    private volatile Manner manner;
    private volatile String elsewhere = "";

    public TestingTarget(Manner manner) throws IOException {
        this.manner = manner;
        server = new ServerSocket();
        if (manner == Manner.STALLS) {
            // A small window, so that a stall is felt soon.
            server.setReceiveBufferSize(16 * 1024);
        }
        server.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread.ofVirtual().start(this::accept);
    }

    void behave(Manner next) {
        manner = next;
    }

    /** Asks to be called there, or here where it is empty. */
    void moveTo(String tcUrl) {
        elsewhere = tcUrl;
        manner = Manner.MOVES;
    }

    public int port() {
        return server.getLocalPort();
    }

    public String url() {
        return "rtmp://127.0.0.1:" + port() + "/live/secret-key";
    }

    /** Waits for what begins so; all before it is thrown away. */
    public String await(String beginning) throws InterruptedException {
        while (true) {
            String next = heard.poll(20, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("nothing like " + beginning);
            }
            if (next.startsWith(beginning)) {
                return next;
            }
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            heard.add("closed");
        }
    }

    private void serve(Socket socket) {
        try (socket;
                ChunkReader reader = new ChunkReader(ALLOCATOR)) {
            if (manner == Manner.SLEEPS) {
                socket.getInputStream().readNBytes(1537);
                closed.await();
            }
            new Talk(socket, reader).run();
        } catch (IOException e) {
            heard.add("gone");
        } catch (RtmpException | InterruptedException e) {
            heard.add("error " + e);
        }
    }

    private final class Talk {
        private final Socket socket;
        private final ChunkReader reader;
        private final ChunkWriter writer = new ChunkWriter(ChunkReader.INITIAL_CHUNK_SIZE);

        Talk(Socket socket, ChunkReader reader) {
            this.socket = socket;
            this.reader = reader;
        }

        void run() throws IOException, RtmpException, InterruptedException {
            ServerHandshake handshake = new ServerHandshake(new Random(), 0);
            byte[] hello = socket.getInputStream().readNBytes(1537);
            write(handshake.read(Unpooled.wrappedBuffer(hello), ALLOCATOR));
            byte[] rest = socket.getInputStream().readNBytes(1536);
            handshake.read(Unpooled.wrappedBuffer(rest), ALLOCATOR);
            reader.setMaxMessageLength(8 << 20);
            byte[] buffer = new byte[8192];
            while (true) {
                int count = socket.getInputStream().read(buffer);
                if (count < 0) {
                    throw new EOFException();
                }
                reader.read(
                        Unpooled.wrappedBuffer(buffer, 0, count),
                        raw -> MessageDecoder.decode(raw, this::answer));
                if (stalled) {
                    closed.await();
                }
            }
        }

        private boolean stalled;

        private void answer(RtmpMessage message) {
            try {
                switch (message) {
                    case Command command -> answer(command);
                    case DataMessage _ -> heard.add("metadata");
                    case VideoMessage video -> hear("video ", video.payload());
                    case AudioMessage audio -> hear("audio ", audio.payload());
                    default -> {}
                }
            } catch (IOException e) {
                heard.add("gone");
            }
        }

        private void hear(String kind, ByteBuf payload) throws IOException {
            int shown = Math.min(SHOWN_BYTES, payload.readableBytes());
            heard.add(kind + ByteBufUtil.hexDump(payload, payload.readerIndex(), shown));
            payload.release();
            if (manner == Manner.LEAVES) {
                socket.close();
            } else if (manner == Manner.MOVES) {
                Map<String, AmfValue> information = new LinkedHashMap<>();
                information.put("level", new AmfValue.Text("status"));
                information.put(
                        "code", new AmfValue.Text("NetConnection.Connect.ReconnectRequest"));
                if (!elsewhere.isEmpty()) {
                    information.put("tcUrl", new AmfValue.Text(elsewhere));
                }
                AmfValue asked = new AmfValue.ObjectMap(information);
                send(new Command(0, "onStatus", 0, List.of(NOTHING, asked)));
            }
        }

        private void answer(Command command) throws IOException {
            String text =
                    command.arguments().size() > 1 ? command.arguments().get(1).asText("") : "";
            heard.add((command.name() + " " + text).strip());
            switch (command.name()) {
                case "connect" ->
                        send(
                                new Command(
                                        0,
                                        "_result",
                                        command.transactionId(),
                                        List.of(
                                                NOTHING,
                                                status(
                                                        "status",
                                                        "NetConnection.Connect.Success"))));
                case "createStream" ->
                        send(
                                new Command(
                                        0,
                                        "_result",
                                        command.transactionId(),
                                        List.of(NOTHING, new AmfValue.Number(7))));
                case "publish" -> {
                    boolean refused = manner == Manner.REFUSES;
                    stalled = manner == Manner.STALLS;
                    send(
                            new Command(
                                    command.streamId(),
                                    "onStatus",
                                    0,
                                    List.of(
                                            NOTHING,
                                            refused
                                                    ? status("error", "NetStream.Publish.BadName")
                                                    : status(
                                                            "status", "NetStream.Publish.Start"))));
                }
                // Strict servers know no more than they must.
                case "releaseStream", "FCPublish" ->
                        send(
                                new Command(
                                        0,
                                        "_error",
                                        command.transactionId(),
                                        List.of(
                                                NOTHING,
                                                status("error", "NetConnection.Call.Failed"))));
                default -> {}
            }
        }

        private AmfValue status(String level, String code) {
            Map<String, AmfValue> information = new LinkedHashMap<>();
            information.put("level", new AmfValue.Text(level));
            information.put("code", new AmfValue.Text(code));
            information.put("description", new AmfValue.Text("of secret-key"));
            return new AmfValue.ObjectMap(information);
        }

        private void send(RtmpMessage message) throws IOException {
            write(writer.write(ALLOCATOR, MessageEncoder.encode(message, ALLOCATOR)));
        }

        private void write(@org.jspecify.annotations.Nullable ByteBuf buffer) throws IOException {
            if (buffer != null) {
                socket.getOutputStream().write(ByteBufUtil.getBytes(buffer));
                buffer.release();
            }
        }
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        server.close();
    }
}
