package online.nexuscos.gateway.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** Passes the datagrams of one caller on to a server, both ways, and loses some of them. */
final class LossyProxy implements AutoCloseable {
    private static final int MAX_DATAGRAM = 2048;

    private final DatagramSocket front;
    private final DatagramSocket back;
    private final InetSocketAddress server;
    private final double loss;
    private final AtomicInteger lost = new AtomicInteger();
    private volatile SocketAddress caller = new InetSocketAddress(0);

    /**
     * @param loss the part of all datagrams that is lost, 0 to 1
     */
    LossyProxy(int serverPort, double loss) {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        this.server = new InetSocketAddress(loopback, serverPort);
        this.loss = loss;
        try {
            front = new DatagramSocket(0, loopback);
            back = new DatagramSocket(0, loopback);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofPlatform()
                .name("to-server")
                .daemon()
                .start(() -> pass(front, back, true, new Random(1)));
        Thread.ofPlatform()
                .name("to-caller")
                .daemon()
                .start(() -> pass(back, front, false, new Random(2)));
    }

    private void pass(DatagramSocket from, DatagramSocket to, boolean outward, Random random) {
        DatagramPacket packet = new DatagramPacket(new byte[MAX_DATAGRAM], MAX_DATAGRAM);
        try {
            while (true) {
                packet.setLength(MAX_DATAGRAM);
                from.receive(packet);
                if (outward) {
                    caller = packet.getSocketAddress();
                }
                if (random.nextDouble() < loss) {
                    lost.incrementAndGet();
                    continue;
                }
                packet.setSocketAddress(outward ? server : caller);
                to.send(packet);
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    int port() {
        return front.getLocalPort();
    }

    /** Datagrams that were lost so far. */
    int lost() {
        return lost.get();
    }

    @Override
    public void close() {
        front.close();
        back.close();
    }
}
