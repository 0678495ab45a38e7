package online.nexuscos.streamcore.srt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import online.nexuscos.streamcore.srt.packet.Handshake;
import online.nexuscos.streamcore.srt.packet.Handshake.Settings;
import online.nexuscos.streamcore.srt.packet.KeyMaterial;
import online.nexuscos.streamcore.srt.packet.Sequence;
import online.nexuscos.streamcore.srt.packet.SrtPacket;
import online.nexuscos.streamcore.srt.packet.SrtPacket.Range;

/** An SRT listener for one caller on a plain socket that can behave badly. */
final class TestingListener implements AutoCloseable {
    /** What it does with its caller. */
    enum Manner {
        TAKES,
        /** Loses every seventh datagram once. */
        LOSES,
        /** Says no, by code 1401. */
        REFUSES,
        /** Never answers. */
        SLEEPS,
        /** Says that it lives, and acknowledges nothing. */
        STALLS,
        /** Answers once, and is gone. */
        VANISHES,
        /** Hangs up on the first datagram. */
        LEAVES,
        /** Sends what is none of SRT between its acknowledgements. */
        BABBLES
    }

    private static final int MINE = 815;
    private static final int COOKIE = 0x5eed;
    private static final int LATENCY_MS = 200;

    /** What the caller did, in a word each. */
    final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    private final DatagramSocket socket;
    private volatile Manner manner;
    private final Optional<String> passphrase;
    private final Map<Integer, byte[]> payloads = new HashMap<>();
    private final Set<Integer> lost = new HashSet<>();
    private SocketAddress peer = new InetSocketAddress(0);
    private int peerSocketId;
    private int next;
    private int first;
    private int acknowledgements;
    private int repeated;
    private Optional<KeyMaterial> keys = Optional.empty();

    TestingListener(Manner manner, Optional<String> passphrase) throws IOException {
        this.manner = manner;
        this.passphrase = passphrase;
        socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        socket.setReceiveBufferSize(1 << 20);
        Thread.ofPlatform().daemon().name("listener").start(this::run);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
    }

    /** All that has come in order so far. */
    synchronized byte[] stream() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int at = first; at != next; at = Sequence.plus(at, 1)) {
            out.writeBytes(payloads.getOrDefault(at, new byte[0]));
        }
        return out.toByteArray();
    }

    /** Datagrams that came once more. */
    synchronized int repeated() {
        return repeated;
    }

    /** Waits for what begins so; all before it is thrown away. */
    String await(String beginning) throws InterruptedException {
        while (true) {
            String word = heard.poll(20, TimeUnit.SECONDS);
            if (word == null) {
                throw new AssertionError("nothing like " + beginning);
            }
            if (word.startsWith(beginning)) {
                return word;
            }
        }
    }

    private void run() {
        DatagramPacket datagram = new DatagramPacket(new byte[2000], 2000);
        try {
            while (true) {
                datagram.setLength(2000);
                socket.receive(datagram);
                if (manner == Manner.SLEEPS) {
                    continue;
                }
                peer = datagram.getSocketAddress();
                ByteBuf in = Unpooled.copiedBuffer(datagram.getData(), 0, datagram.getLength());
                take(SrtPacket.read(in));
            }
        } catch (IOException e) {
            heard.add("closed");
        } catch (Exception e) {
            heard.add("error " + e);
        }
    }

    private synchronized void take(SrtPacket packet) throws Exception {
        switch (packet) {
            case SrtPacket.HandshakePacket it -> answer(it.handshake());
            case SrtPacket.Data data -> data(data);
            case SrtPacket.AckAck it -> heard.add("ackack " + it.number());
            case SrtPacket.Drop it -> heard.add("drop");
            case SrtPacket.KeepAlive _ -> heard.add("keepalive");
            case SrtPacket.Shutdown _ -> heard.add("shutdown");
            case SrtPacket.Ack _, SrtPacket.Nak _, SrtPacket.Key _, SrtPacket.Other _ ->
                    heard.add("other");
        }
    }

    private void answer(Handshake asked) throws Exception {
        heard.add("handshake " + asked.type() + " " + asked.stream().orElse(""));
        peerSocketId = asked.socketId();
        boolean concludes = asked.type() == Handshake.CONCLUSION;
        boolean refuses = concludes && (manner == Manner.REFUSES || asked.cookie() != COOKIE);
        first = asked.firstSequence();
        next = next == 0 ? first : next;
        if (concludes && passphrase.isPresent()) {
            keys =
                    Optional.of(
                            KeyMaterial.unwrap(
                                    asked.keyMaterial().orElseThrow(), passphrase.get()));
        }
        Settings settings = new Settings(0x010501, 0x3f, LATENCY_MS, LATENCY_MS);
        Handshake answer =
                new Handshake(
                        5,
                        asked.encryption(),
                        concludes ? 1 : Handshake.MAGIC,
                        first,
                        1500,
                        8192,
                        refuses ? Handshake.REJECTION + 1401 : asked.type(),
                        concludes && !refuses ? MINE : peerSocketId,
                        COOKIE,
                        concludes && !refuses ? Optional.of(settings) : Optional.empty(),
                        concludes && !refuses ? asked.keyMaterial() : Optional.empty(),
                        Optional.empty());
        send(new SrtPacket.HandshakePacket(0, peerSocketId, answer));
        if (concludes && manner == Manner.VANISHES) {
            manner = Manner.SLEEPS; // not closed: then ICMP would tell
        }
    }

    private void data(SrtPacket.Data data) throws IOException {
        if (data.socketId() != MINE) {
            heard.add("error: data for " + data.socketId());
            return;
        }
        repeated += data.retransmitted() ? 1 : 0;
        switch (manner) {
            case LEAVES -> {
                send(new SrtPacket.Shutdown(0, peerSocketId));
                return;
            }
            case STALLS -> {
                heard.add("data");
                send(new SrtPacket.KeepAlive(0, peerSocketId));
                return;
            }
            case LOSES -> {
                if (data.sequence() % 7 == 0 && lost.add(data.sequence())) {
                    return;
                }
            }
            case BABBLES -> socket.send(new DatagramPacket(new byte[] {1, 2, 3}, 3, peer));
            case TAKES, REFUSES, SLEEPS, VANISHES -> {}
        }
        payloads.put(data.sequence(), opened(data));
        while (payloads.containsKey(next)) {
            next = Sequence.plus(next, 1);
        }
        if (Sequence.distance(next, data.sequence()) > 0) {
            // The socket's buffer may overflow, too.
            Range missing = new Range(next, Sequence.plus(data.sequence(), -1));
            send(new SrtPacket.Nak(List.of(missing), 0, peerSocketId));
        }
        acknowledgements++;
        send(new SrtPacket.Ack(acknowledgements, next, 500, 50, 8192, 1, 1, 0, peerSocketId));
        heard.add("data");
    }

    private byte[] opened(SrtPacket.Data data) {
        byte[] payload = ByteBufUtil.getBytes(data.payload());
        return keys.map(
                        all -> {
                            ByteBuffer clear = ByteBuffer.allocate(payload.length);
                            KeyMaterial.Opener opener = all.opener(data.key());
                            if (opener != null) {
                                opener.apply(data.sequence(), ByteBuffer.wrap(payload), clear);
                            }
                            return clear.array();
                        })
                .orElse(payload);
    }

    private void send(SrtPacket packet) throws IOException {
        ByteBuf out = Unpooled.buffer();
        packet.write(out);
        socket.send(new DatagramPacket(out.array(), out.readableBytes(), peer));
    }

    @Override
    public void close() {
        socket.close();
    }
}
