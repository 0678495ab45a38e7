package online.nexuscos.streamcore.rtmp;

import java.util.ArrayList;
import java.util.List;
import online.nexuscos.streamcore.rtmp.message.AudioMessage;
import online.nexuscos.streamcore.rtmp.message.RtmpMessage;
import online.nexuscos.streamcore.rtmp.message.VideoMessage;

/** What a publisher sends before it knows that it may publish. */
final class EarlyMedia {
    static final int MAX_BYTES = 256 * 1024;
    static final int MAX_MESSAGES = 64;

    private List<RtmpMessage> messages = new ArrayList<>();
    private int bytes;

    /** Keeps the message, unless that would be too much. */
    boolean keep(RtmpMessage message, int length) {
        if (messages.size() >= MAX_MESSAGES || bytes + length > MAX_BYTES) {
            return false;
        }
        bytes += length;
        messages.add(message);
        return true;
    }

    /** All that was kept, in its order; it belongs to the caller. */
    List<RtmpMessage> take() {
        List<RtmpMessage> all = messages;
        messages = new ArrayList<>();
        bytes = 0;
        return all;
    }

    void release() {
        for (RtmpMessage message : take()) {
            if (message instanceof AudioMessage tag) {
                tag.payload().release();
            } else if (message instanceof VideoMessage tag) {
                tag.payload().release();
            }
        }
    }
}
