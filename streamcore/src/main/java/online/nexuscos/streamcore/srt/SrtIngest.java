package online.nexuscos.streamcore.srt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import online.nexuscos.streamcore.elementary.ElementaryFeed;
import online.nexuscos.streamcore.elementary.ElementaryFormat;
import online.nexuscos.streamcore.hub.Publication;
import online.nexuscos.streamcore.media.MediaException;
import online.nexuscos.streamcore.mpegts.TsDemuxer;
import online.nexuscos.streamcore.mpegts.TsSink;

/** Makes the hub's packets of one caller's transport stream. */
final class SrtIngest implements TsSink, AutoCloseable {
    /** Payloads that may go by before the tables say what there is. */
    static final int MAX_BEFORE_TABLES = 4000;

    private final ElementaryFeed feed;
    private final TsDemuxer demuxer = new TsDemuxer(PooledByteBufAllocator.DEFAULT, this);
    private long arrivalNanos;
    private int beforeTables;

    SrtIngest(Publication publication) {
        feed = new ElementaryFeed(publication);
    }

    /** Takes one payload, which stays the caller's. */
    void read(ByteBuf payload, long nowNanos) throws MediaException {
        arrivalNanos = nowNanos;
        demuxer.read(payload);
        if (beforeTables >= 0 && ++beforeTables > MAX_BEFORE_TABLES) {
            throw new MediaException("what is sent is no MPEG transport stream");
        }
    }

    /** Payloads are missing here. */
    void gap() {
        demuxer.gap();
    }

    void flush() {
        feed.flush();
    }

    @Override
    public void tracks(List<ElementaryFormat> formats, List<String> unknown) throws MediaException {
        beforeTables = -1;
        Set<Boolean> kinds = new HashSet<>();
        List<ElementaryFormat> chosen = new ArrayList<>();
        for (ElementaryFormat format : formats) {
            if (kinds.add(format.codec().isVideo())) {
                chosen.add(format);
            }
        }
        if (chosen.isEmpty()) {
            throw new MediaException(
                    unknown.isEmpty()
                            ? "there is neither video nor audio"
                            : String.join(" and ", unknown) + " cannot be taken");
        }
        feed.tracks(chosen);
    }

    @Override
    public void unit(int pid, long dts, long pts, boolean randomAccess, ByteBuf payload)
            throws MediaException {
        feed.unit(pid, dts, pts, randomAccess, arrivalNanos, payload);
    }

    @Override
    public void close() {
        demuxer.close();
        feed.close();
    }
}
