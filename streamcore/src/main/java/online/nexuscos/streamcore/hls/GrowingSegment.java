package online.nexuscos.streamcore.hls;

import io.netty.buffer.ByteBuf;
import java.util.List;
import online.nexuscos.streamcore.media.VideoConfiguration;
import online.nexuscos.streamcore.packaging.MediaPart;
import online.nexuscos.streamcore.packaging.MediaSegment;
import online.nexuscos.streamcore.packaging.Rendition;
import online.nexuscos.streamcore.packaging.WindowSnapshot;

/**
 * A response with the segment in the making: each part goes out as it is finished. What a slow
 * viewer has not taken yet is at most this one segment. On the viewer's event loop.
 */
final class GrowingSegment {
    private enum Phase {
        /** Nothing has been sent: a problem can still be told. */
        AWAITED,
        FLOWING
    }

    private final Exchange exchange;
    private final HlsStream stream;
    private final Rendition rendition;
    private final long sequence;
    private Phase phase = Phase.AWAITED;

    /** Parts that were sent, or had nothing in them. */
    private int sent;

    private GrowingSegment(
            Exchange exchange, HlsStream stream, Rendition rendition, long sequence) {
        this.exchange = exchange;
        this.stream = stream;
        this.rendition = rendition;
        this.sequence = sequence;
    }

    /** Answers with the segment that was the next to be complete, or to begin, a moment ago. */
    static void send(Exchange exchange, HlsStream stream, Rendition rendition, long sequence) {
        new GrowingSegment(exchange, stream, rendition, sequence).advance();
    }

    /** That segment is in the making, or is the next one to be. */
    static boolean isGrowing(WindowSnapshot snapshot, long sequence) {
        return !snapshot.ended() && snapshot.nextSequence() == sequence;
    }

    private void advance() {
        if (exchange.isClosed()) {
            return;
        }
        WindowSnapshot snapshot = rendition.snapshot();
        MediaSegment segment = MediaStore.find(snapshot, sequence);
        if (segment != null && segment.parts().size() > sent) {
            List<MediaPart> parts = segment.parts();
            if (parts.subList(sent, parts.size()).stream().anyMatch(part -> !part.isGap())) {
                ByteBuf media = MediaStore.parts(rendition, segment, sent);
                if (media == null) {
                    fail(Problem.NO_FILE);
                    return;
                }
                write(media);
            }
            sent = parts.size();
        }
        boolean headSent = phase == Phase.FLOWING && exchange.isHeadOnly();
        if (headSent || (segment != null && segment.complete())) {
            finish();
        } else if (segment != null || isGrowing(snapshot, sequence)) {
            exchange.await(stream, this::hasGrown, this::advance, () -> fail(Problem.LATE));
        } else {
            fail(Problem.NO_FILE);
        }
    }

    private boolean hasGrown() {
        WindowSnapshot snapshot = rendition.snapshot();
        return !isGrowing(snapshot, sequence) || snapshot.nextPart() > sent;
    }

    private void write(ByteBuf media) {
        if (phase == Phase.AWAITED) {
            phase = Phase.FLOWING;
            exchange.beginMedia(rendition.configuration() instanceof VideoConfiguration);
        }
        exchange.writeMedia(media);
    }

    private void finish() {
        switch (phase) {
            case AWAITED -> exchange.refuse(Problem.NO_FILE);
            case FLOWING -> exchange.endMedia();
        }
    }

    private void fail(Problem problem) {
        switch (phase) {
            case AWAITED -> exchange.refuse(problem);
            case FLOWING -> exchange.cut();
        }
    }
}
