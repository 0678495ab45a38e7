package online.nexuscos.streamcore.rtmp;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import online.nexuscos.streamcore.hub.IngestPacket;
import online.nexuscos.streamcore.hub.Publication;
import online.nexuscos.streamcore.media.Cue;
import online.nexuscos.streamcore.media.Track;
import org.jspecify.annotations.Nullable;

/** Keeps what a publisher brings, and who called: everything must come on one thread. */
final class TestingPublication implements Publication, AutoCloseable {
    private final String name;
    final CompletableFuture<String> ended = new CompletableFuture<>();
    private final List<List<Track>> epochs = new ArrayList<>();
    private final List<IngestPacket> packets = new ArrayList<>();
    private final List<String> cues = new ArrayList<>();
    private final List<Integer> batches = new ArrayList<>();
    private List<String> notices = List.of();
    private @Nullable Thread thread;

    TestingPublication(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public synchronized void begin(List<Track> tracks) {
        requireThread();
        epochs.add(tracks);
    }

    @Override
    public synchronized void write(List<IngestPacket> batch) {
        requireThread();
        List<Track> tracks = epochs.getLast();
        for (IngestPacket packet : batch) {
            if (!tracks.contains(packet.track())) {
                throw new AssertionError("packet of a track that has not begun: " + packet);
            }
        }
        batches.add(batch.size());
        packets.addAll(batch);
        notifyAll();
    }

    @Override
    public synchronized void notices(List<String> texts) {
        requireThread();
        notices = List.copyOf(texts);
    }

    synchronized List<String> notices() {
        return notices;
    }

    @Override
    public synchronized void cue(long timeMs, Cue cue) {
        requireThread();
        cues.add(timeMs + " " + cue.name() + " " + cue.value());
    }

    /** Time, name and value of each. */
    synchronized List<String> cues() {
        return List.copyOf(cues);
    }

    @Override
    public void end(String reason) {
        if (!ended.complete(reason)) {
            throw new AssertionError("ended twice: " + reason);
        }
    }

    private void requireThread() {
        if (thread == null) {
            thread = Thread.currentThread();
        } else if (thread != Thread.currentThread()) {
            throw new AssertionError(thread + " and " + Thread.currentThread());
        }
    }

    synchronized List<List<Track>> epochs() {
        return List.copyOf(epochs);
    }

    synchronized List<IngestPacket> packets() {
        return List.copyOf(packets);
    }

    synchronized List<Integer> batches() {
        return List.copyOf(batches);
    }

    synchronized List<IngestPacket> video() {
        return packets.stream().filter(packet -> packet.track().isVideo()).toList();
    }

    synchronized List<IngestPacket> audio() {
        return packets.stream().filter(packet -> !packet.track().isVideo()).toList();
    }

    synchronized void awaitPackets(int count) throws InterruptedException {
        while (packets.size() < count) {
            wait();
        }
    }

    /** Releases the packets; each must have been this one's alone. */
    @Override
    public synchronized void close() {
        for (IngestPacket packet : packets) {
            if (!packet.payload().release()) {
                throw new AssertionError("somebody else holds " + packet);
            }
        }
        packets.clear();
    }
}
