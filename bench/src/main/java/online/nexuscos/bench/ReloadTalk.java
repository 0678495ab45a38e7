package online.nexuscos.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A viewer of Low-Latency HLS who asks for each next playlist, and is kept waiting for it. */
final class ReloadTalk implements Audience.Talk {
    private static final String LENGTH = "content-length: ";

    private final String path;
    private final StringBuilder received = new StringBuilder();
    private int answers;

    ReloadTalk(String path) {
        this.path = path;
    }

    /** What it asks first. */
    ByteBuffer first() {
        return ByteBuffer.wrap(RtmpGreeting.get(path));
    }

    int answers() {
        return answers;
    }

    @Override
    public @Nullable ByteBuffer read(ByteBuffer in) {
        received.append(StandardCharsets.US_ASCII.decode(in));
        int head = received.indexOf("\r\n\r\n");
        if (head < 0) {
            return null;
        }
        int length = length(received.substring(0, head));
        if (received.length() < head + 4 + length) {
            return null;
        }
        MediaPlaylist playlist = MediaPlaylist.parse(received.substring(head + 4));
        received.setLength(0);
        answers++;
        MediaPlaylist.Position next = playlist.next();
        String query = "?_HLS_msn=" + next.sequence() + "&_HLS_part=" + next.part();
        return ByteBuffer.wrap(RtmpGreeting.get(path + query));
    }

    private static int length(String head) {
        String text = head.toLowerCase(java.util.Locale.ROOT);
        int at = text.indexOf(LENGTH);
        if (!text.startsWith("http/1.1 200") || at < 0) {
            throw new BenchException("answered " + head.lines().findFirst().orElse(""));
        }
        int end = text.indexOf('\r', at);
        return Integer.parseInt(
                text.substring(at + LENGTH.length(), end < 0 ? text.length() : end).strip());
    }
}
