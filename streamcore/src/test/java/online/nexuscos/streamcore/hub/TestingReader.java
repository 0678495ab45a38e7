package online.nexuscos.streamcore.hub;

import java.util.ArrayList;
import java.util.List;
import online.nexuscos.streamcore.media.Packet;

/** Keeps what it is told. */
final class TestingReader implements StreamReader {
    final List<Packet> packets = new ArrayList<>();
    final List<String> events = new ArrayList<>();

    @Override
    public void write(List<Packet> batch) {
        packets.addAll(batch);
    }

    @Override
    public void interrupted() {
        events.add("interrupted");
    }

    @Override
    public void ended() {
        events.add("ended");
    }
}
