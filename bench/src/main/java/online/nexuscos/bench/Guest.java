package online.nexuscos.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.random.RandomGenerator;

/**
 * A viewer who stays for some seconds and behaves in one of several manners; whatever the server
 * does with it is right, as long as it costs the others nothing.
 */
record Guest(Manner manner, Way way, String stream, double seconds) {
    private static final int CONNECT_MS = 5000;
    private static final int READ_MS = 500;
    private static final int READ_BYTES = 64 * 1024;

    /** Small, so that who does not read is felt at once. */
    private static final int STALLED_BUFFER = 4096;

    private static final double MIN_SECONDS = 3;
    private static final double MAX_SECONDS = 20;
    private static final double LOOK_SECONDS = 0.2;
    private static final int GARBAGE_BYTES = 4096;

    /** What it does once it is there. */
    enum Manner {
        READS,
        /** Asks, and takes nothing. */
        STALLS,
        /** Vanishes with a reset. */
        DIES,
        /** Says nothing at all. */
        SILENT,
        /** Says what nobody understands. */
        RAVES
    }

    /** What it comes for. */
    enum Way {
        RTMP,
        FLV,
        TS,
        HLS
    }

    static Guest any(RandomGenerator random, String stream) {
        Manner[] manners = Manner.values();
        Way[] ways = Way.values();
        // Half of them are as one wishes them to be.
        Manner manner =
                random.nextBoolean() ? Manner.READS : manners[random.nextInt(manners.length)];
        return new Guest(
                manner,
                ways[random.nextInt(ways.length)],
                stream,
                random.nextDouble(MIN_SECONDS, MAX_SECONDS));
    }

    /**
     * Comes, stays and goes.
     *
     * @param publish where streams are published: players of RTMP come there too
     * @param http where all others come
     */
    void visit(URI publish, URI http, RandomGenerator random) {
        int port = way == Way.RTMP ? publish.getPort() : http.getPort();
        try (Socket socket = new Socket()) {
            if (manner == Manner.STALLS) {
                socket.setReceiveBufferSize(STALLED_BUFFER);
            }
            socket.setSoTimeout(READ_MS);
            socket.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MS);
            behave(socket, random);
        } catch (IOException ours) {
            // Sent away, or cut off: that is for the server to decide.
        }
    }

    private void behave(Socket socket, RandomGenerator random) throws IOException {
        long end = System.nanoTime() + Math.round(seconds * 1e9);
        switch (manner) {
            case READS -> {
                ask(socket);
                read(socket, end);
            }
            case STALLS -> {
                ask(socket);
                await(end);
            }
            case DIES -> {
                ask(socket);
                read(socket, end);
                socket.setSoLinger(true, 0);
            }
            case SILENT -> await(end);
            case RAVES -> {
                byte[] garbage = new byte[GARBAGE_BYTES];
                random.nextBytes(garbage);
                socket.getOutputStream().write(garbage);
                read(socket, end);
            }
        }
    }

    private void ask(Socket socket) throws IOException {
        switch (way) {
            case RTMP -> {
                socket.getOutputStream().write(RtmpGreeting.hello());
                socket.setSoTimeout(CONNECT_MS);
                byte[] answer = socket.getInputStream().readNBytes(RtmpGreeting.ANSWER_LENGTH);
                socket.setSoTimeout(READ_MS);
                if (answer.length == RtmpGreeting.ANSWER_LENGTH) {
                    socket.getOutputStream().write(RtmpGreeting.request("live", stream));
                }
            }
            case FLV -> get(socket, "/live/" + stream + ".flv");
            case TS -> get(socket, "/live/" + stream + ".ts");
            case HLS -> get(socket, "/live/" + stream + "/video.m3u8");
        }
    }

    private static void get(Socket socket, String path) throws IOException {
        socket.getOutputStream().write(RtmpGreeting.get(path));
    }

    /** Takes what comes; who came for HLS asks again and again. */
    private void read(Socket socket, long end) throws IOException {
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[READ_BYTES];
        while (System.nanoTime() - end < 0) {
            try {
                if (in.read(buffer) < 0) {
                    return;
                }
            } catch (SocketTimeoutException quiet) {
                if (way == Way.HLS && manner != Manner.RAVES) {
                    get(socket, "/live/" + stream + "/video.m3u8");
                }
            }
        }
    }

    private static void await(long end) {
        while (System.nanoTime() - end < 0) {
            Pause.seconds(LOOK_SECONDS);
        }
    }
}
