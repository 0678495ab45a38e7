package online.nexuscos.gateway.e2e;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A WebSocket (RFC 6455) that does what it is told, also what no client should. */
final class RawWebSocket implements AutoCloseable {
    static final int TEXT = 1;
    static final int CLOSE = 8;
    static final int PING = 9;

    private static final String HANDSHAKE =
            String.join(
                    "\r\n",
                    "GET /ws HTTP/1.1",
                    "Host: x",
                    "Upgrade: websocket",
                    "Connection: Upgrade",
                    "Sec-WebSocket-Version: 13",
                    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
                    "",
                    "");

    private static final int PATIENCE_MS = 20_000;
    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final int OPCODE = 0x0f;
    private static final int LENGTH = 0x7f;
    private static final int MASK_BYTES = 4;

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final OutputStream out;

    /**
     * @param receiveBuffer of the system, in bytes; 0 for the usual
     */
    RawWebSocket(int port, int receiveBuffer) {
        try {
            if (receiveBuffer > 0) {
                socket.setReceiveBufferSize(receiveBuffer);
            }
            socket.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MS);
            socket.setSoTimeout(PATIENCE_MS);
            in = new DataInputStream(socket.getInputStream());
            out = socket.getOutputStream();
            out.write(HANDSHAKE.getBytes(StandardCharsets.US_ASCII));
            String head = head();
            if (!head.startsWith("HTTP/1.1 101 ")) {
                throw new AssertionError(head);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String head() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }

    /**
     * @param code of a close frame, 0 of others
     */
    record Frame(int opcode, int code, String text) {}

    void say(String text) throws IOException {
        send(FINAL | TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A whole frame of our own, masked with zeros. */
    void send(int firstByte, byte[] payload) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 14).put((byte) firstByte);
        if (payload.length < 126) {
            frame.put((byte) (MASKED | payload.length));
        } else if (payload.length <= 0xffff) {
            frame.put((byte) (MASKED | 126)).putShort((short) payload.length);
        } else {
            frame.put((byte) (MASKED | 127)).putLong(payload.length);
        }
        frame.put(new byte[MASK_BYTES]).put(payload);
        sendBytes(java.util.Arrays.copyOf(frame.array(), frame.position()));
    }

    void sendBytes(byte[] bytes) throws IOException {
        out.write(bytes);
    }

    Frame read() throws IOException {
        int opcode = in.readUnsignedByte() & OPCODE;
        int length = in.readUnsignedByte() & LENGTH;
        int size =
                switch (length) {
                    case 126 -> in.readUnsignedShort();
                    case 127 -> Math.toIntExact(in.readLong());
                    default -> length;
                };
        byte[] payload = in.readNBytes(size);
        boolean coded = opcode == CLOSE && size >= Short.BYTES;
        int from = coded ? Short.BYTES : 0;
        return new Frame(
                opcode,
                coded ? ByteBuffer.wrap(payload).getShort() : 0,
                new String(payload, from, payload.length - from, StandardCharsets.UTF_8));
    }

    /** The next text that contains this. */
    String await(String part) throws IOException {
        Frame frame = read();
        while (frame.opcode() != TEXT || !frame.text().contains(part)) {
            if (frame.opcode() == CLOSE) {
                throw new AssertionError("closed: " + frame);
            }
            frame = read();
        }
        return frame.text();
    }

    /** Reads until the server ends it: the code of its close frame, 0 where it sent none. */
    int awaitEnd() {
        try {
            Frame frame = read();
            while (frame.opcode() != CLOSE) {
                frame = read();
            }
            return frame.code();
        } catch (java.net.SocketTimeoutException e) {
            throw new AssertionError("the server keeps the connection open", e);
        } catch (IOException e) {
            return 0;
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
