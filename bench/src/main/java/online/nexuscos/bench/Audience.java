package online.nexuscos.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * Viewers on sockets, read by one thread, so that they cost the machine little: what comes is
 * counted or, by those who answer, looked at.
 */
final class Audience implements AutoCloseable {
    private static final int READ_BYTES = 512 * 1024;
    private static final long SELECT_MS = 100;

    /** One viewer's part in the talk. */
    interface Talk {
        /**
         * Takes what has come.
         *
         * @return what to send now; null for nothing
         */
        @Nullable ByteBuffer read(ByteBuffer in);
    }

    /** Begins to talk over a socket that is open and blocks. */
    interface Opening {
        Talk open(SocketChannel socket) throws IOException;
    }

    private record Seat(int number, Talk talk) {}

    private final Selector selector;
    private final List<SocketChannel> sockets = new ArrayList<>();
    private final AtomicLongArray bytes;
    private final Thread reader;
    private volatile @Nullable String failure;
    private volatile boolean closed;

    private Audience(Selector selector, int size) {
        this.selector = selector;
        bytes = new AtomicLongArray(size);
        reader = Thread.ofPlatform().name("audience").daemon().unstarted(this::run);
    }

    /** Lets so many in, one after the other. */
    static Audience open(int port, int size, Opening opening) {
        try {
            Audience audience = new Audience(Selector.open(), size);
            try {
                for (int i = 0; i < size; i++) {
                    audience.add(port, i, opening);
                }
            } catch (IOException | BenchException e) {
                audience.closeSockets();
                throw e;
            }
            audience.reader.start();
            return audience;
        } catch (IOException e) {
            throw new BenchException("a viewer cannot come in", e);
        }
    }

    private void add(int port, int number, Opening opening) throws IOException {
        SocketChannel socket =
                SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        sockets.add(socket);
        Talk talk = opening.open(socket);
        socket.configureBlocking(false);
        socket.register(selector, SelectionKey.OP_READ, new Seat(number, talk));
    }

    private void run() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BYTES);
        try {
            while (!closed) {
                selector.select(key -> read(key, buffer), SELECT_MS);
            }
        } catch (IOException e) {
            failure = e.toString();
        }
    }

    private void read(SelectionKey key, ByteBuffer buffer) {
        Seat seat = (Seat) key.attachment();
        SocketChannel socket = (SocketChannel) key.channel();
        try {
            buffer.clear();
            int count = socket.read(buffer);
            if (count < 0) {
                throw new IOException("closed by the server");
            }
            bytes.addAndGet(seat.number(), count);
            ByteBuffer answer = seat.talk().read(buffer.flip());
            while (answer != null && answer.hasRemaining()) {
                socket.write(answer);
            }
        } catch (IOException | BenchException e) {
            failure = "viewer " + seat.number() + ": " + e.getMessage();
            key.cancel();
        }
    }

    /** What each has got so far. */
    long[] bytes() {
        long[] copy = new long[bytes.length()];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = bytes.get(i);
        }
        return copy;
    }

    /**
     * @throws BenchException one was sent away
     */
    void requireAll() {
        if (failure != null) {
            throw new BenchException(String.valueOf(failure));
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closeSockets();
    }

    private void closeSockets() {
        for (SocketChannel socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new BenchException("cannot close a socket", e);
            }
        }
    }
}
