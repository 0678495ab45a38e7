package online.nexuscos.streamcore.mpegts;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import online.nexuscos.streamcore.media.AudioSpecificConfig;
import online.nexuscos.streamcore.media.AvcDecoderConfiguration;
import online.nexuscos.streamcore.media.Epoch;
import online.nexuscos.streamcore.media.HevcDecoderConfiguration;
import online.nexuscos.streamcore.media.MediaException;
import online.nexuscos.streamcore.media.Packet;
import online.nexuscos.streamcore.media.Track;
import org.jspecify.annotations.Nullable;

class TsMuxerFuzzTest {
    /**
     * Whatever configuration a parser accepts, and whatever follows it: what is written is a
     * transport stream.
     */
    @FuzzTest(maxDuration = "2m")
    void any_media(byte[] bytes) {
        ByteBuf in = Unpooled.wrappedBuffer(bytes);
        int length = in.isReadable() ? Math.min(in.readUnsignedByte(), in.readableBytes()) : 0;
        ByteBuf configuration = in.readSlice(length);
        for (Track track : tracks(configuration)) {
            Epoch epoch = new Epoch(0, List.of(track));
            if (!TsMuxer.fits(epoch)) {
                continue;
            }
            Packet packet = new Packet(epoch, track, 900_000, 903_600, 0, true, 0, 0, in);
            ByteBuf out =
                    new TsMuxer().write(PooledByteBufAllocator.DEFAULT, List.of(packet, packet));
            try {
                TestingDemuxer ts = new TestingDemuxer().read(out);
                assertThat(ts.tables.getFirst()).isEqualTo("pat 4096");
            } finally {
                out.release();
            }
        }
    }

    private static List<Track> tracks(ByteBuf configuration) {
        List<Track> tracks = new ArrayList<>();
        add(
                tracks,
                () -> Track.video(AvcDecoderConfiguration.parse(configuration.slice()).video()));
        add(
                tracks,
                () -> Track.video(HevcDecoderConfiguration.parse(configuration.slice()).video()));
        add(tracks, () -> Track.audio(AudioSpecificConfig.parse(configuration.slice())));
        return tracks;
    }

    private interface Parser {
        @Nullable Track parse() throws MediaException;
    }

    private static void add(List<Track> tracks, Parser parser) {
        try {
            Track track = parser.parse();
            if (track != null) {
                tracks.add(track);
            }
        } catch (MediaException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }
}
