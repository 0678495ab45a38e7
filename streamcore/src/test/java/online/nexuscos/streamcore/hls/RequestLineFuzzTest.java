package online.nexuscos.streamcore.hls;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

/** Whatever a client writes into a request line is understood or refused, never a fault. */
class RequestLineFuzzTest {
    private final TestingRendition video = TestingRendition.video(0.2, 7).segments(2, 3).parts(2);

    @FuzzTest
    void directives(FuzzedDataProvider data) {
        Directives directives = Directives.of(data.consumeRemainingAsString(), 0);

        assertThat(directives.sequence()).isGreaterThanOrEqualTo(Directives.NONE);
        assertThat(directives.part()).isGreaterThanOrEqualTo(Directives.NONE);
        if (directives.isSatisfied(video.snapshot())) {
            assertThat(directives.isTooFar(video.snapshot())).isFalse();
        }
    }

    @FuzzTest
    void mediaNames(FuzzedDataProvider data) {
        String file = data.consumeRemainingAsString();
        MediaName name = MediaName.of(file, video);
        if (name != null) {
            PlaylistText text = new PlaylistText(64);
            switch (name.kind()) {
                case INITIALIZATION ->
                        MediaName.addInitialization(text, video, Math.toIntExact(name.number()));
                case SEGMENT -> MediaName.addSegment(text, video, name.number());
                case PART -> MediaName.addPart(text, video, name.number(), name.part());
            }
            assertThat(text.toString()).isEqualTo(file);
        }
    }

    @FuzzTest
    void byteRanges(FuzzedDataProvider data) {
        int size = data.consumeInt(1, Integer.MAX_VALUE);
        ByteRange range = ByteRange.of(data.consumeRemainingAsString(), size);
        if (range != null) {
            assertThat(range.start()).isBetween(0, size);
            assertThat(range.length()).isBetween(0, size - range.start());
        }
    }
}
