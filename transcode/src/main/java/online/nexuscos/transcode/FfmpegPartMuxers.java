package online.nexuscos.transcode;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import online.nexuscos.streamcore.media.Track;
import online.nexuscos.streamcore.packaging.PartMuxer;
import org.bytedeco.ffmpeg.global.avutil;

/** Opens part muxers; of FFmpeg's own messages only errors are printed. */
public final class FfmpegPartMuxers implements PartMuxer.Factory {
    /**
     * Thousands of parts of all sizes live as long as a stream's window. A pool rounds each up to a
     * size class and keeps its chunks: with 4000 live parts of 3 to 200 kB the process grew by 1.23
     * times their bytes (adaptive pool: 1.12), without one by 1.06, at the same cost.
     */
    private static final ByteBufAllocator PARTS = UnpooledByteBufAllocator.DEFAULT;

    public FfmpegPartMuxers() {
        avutil.av_log_set_level(avutil.AV_LOG_ERROR);
    }

    /**
     * {@inheritDoc}
     *
     * @throws FfmpegException when FFmpeg cannot take the configuration
     */
    @Override
    public PartMuxer open(Track track) {
        return new FfmpegPartMuxer(track, PARTS);
    }
}
