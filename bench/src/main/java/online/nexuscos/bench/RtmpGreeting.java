package online.nexuscos.bench;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * What a player sends before it gets media: a handshake, and three commands, each in one chunk of
 * RTMP's first chunk size.
 */
final class RtmpGreeting {
    /** C0 and C1 are answered by S0, S1 and S2, which are this much longer. */
    static final int ANSWER_LENGTH = 1 + 2 * 1536;

    private static final int PACKET_LENGTH = 1536;
    private static final int MAX_CHUNK = 128;
    private static final int COMMAND = 20;
    private static final byte VERSION = 3;

    private RtmpGreeting() {}

    /** C0 and C1. */
    static byte[] hello() {
        byte[] hello = new byte[1 + PACKET_LENGTH];
        hello[0] = VERSION;
        return hello;
    }

    /** C2, then connect, createStream and play. */
    static byte[] request(String application, String stream) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[PACKET_LENGTH]);
        out.writeBytes(
                message(
                        0,
                        "connect",
                        1,
                        values -> {
                            values.writeByte(3);
                            values.writeUTF("app");
                            text(values, application);
                            values.writeShort(0);
                            values.writeByte(9);
                        }));
        out.writeBytes(message(0, "createStream", 2, values -> values.writeByte(5)));
        out.writeBytes(
                message(
                        1,
                        "play",
                        0,
                        values -> {
                            values.writeByte(5);
                            text(values, stream);
                        }));
        return out.toByteArray();
    }

    private interface Values {
        void write(DataOutputStream out) throws IOException;
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        out.writeByte(2);
        out.writeUTF(text);
    }

    private static byte[] message(int streamId, String name, double transaction, Values values) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        ByteArrayOutputStream chunk = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(body);
                DataOutputStream whole = new DataOutputStream(chunk)) {
            text(out, name);
            out.writeByte(0);
            out.writeDouble(transaction);
            values.write(out);
            if (body.size() > MAX_CHUNK) {
                throw new BenchException(
                        "%s: %d bytes (expected: <= %d)".formatted(name, body.size(), MAX_CHUNK));
            }
            whole.writeByte(3);
            whole.write(new byte[3]);
            whole.write(new byte[] {0, (byte) (body.size() >> 8), (byte) body.size()});
            whole.writeByte(COMMAND);
            whole.writeInt(Integer.reverseBytes(streamId));
            whole.write(body.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return chunk.toByteArray();
    }

    /** What a player over HTTP sends. */
    static byte[] get(String path) {
        return ("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
