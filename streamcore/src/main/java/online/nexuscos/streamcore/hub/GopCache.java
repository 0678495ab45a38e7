package online.nexuscos.streamcore.hub;

import java.util.ArrayList;
import java.util.List;
import online.nexuscos.streamcore.media.Packet;

/**
 * The packets since the last keyframe, so that a reader who joins sees a picture at once. A group
 * of pictures that is too large is not kept: the reader then waits for the next.
 */
final class GopCache {
    static final int MAX_PACKETS = 2048;
    static final long MAX_BYTES = 8L << 20;

    private final List<Packet> packets = new ArrayList<>();
    private long bytes;
    private boolean overflowed;

    void add(Packet packet) {
        boolean hasVideo = packet.epoch().video().isPresent();
        if (packet.keyframe() && (packet.track().isVideo() || !hasVideo)) {
            clear();
        } else if (packets.isEmpty()) {
            return;
        }
        if (overflowed) {
            return;
        }
        if (packets.size() == MAX_PACKETS || bytes + packet.size() > MAX_BYTES) {
            clear();
            overflowed = true;
            return;
        }
        packets.add(packet.retain());
        bytes += packet.size();
    }

    List<Packet> packets() {
        return List.copyOf(packets);
    }

    long bytes() {
        return bytes;
    }

    void clear() {
        packets.forEach(Packet::release);
        packets.clear();
        bytes = 0;
        overflowed = false;
    }
}
