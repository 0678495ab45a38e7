package online.nexuscos.transcode;

import static online.nexuscos.transcode.FfmpegException.check;

import org.bytedeco.ffmpeg.avfilter.AVFilterContext;
import org.bytedeco.ffmpeg.avfilter.AVFilterGraph;
import org.bytedeco.ffmpeg.avfilter.AVFilterInOut;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avfilter;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/** Frames out of a filter graph that has sources of its own and ends in one sink. */
final class FilterSource implements AutoCloseable {
    private final AVFilterGraph graph;
    private final AVFilterContext sink;
    private final AVFrame frame;

    FilterSource(String description) {
        graph = avfilter.avfilter_graph_alloc();
        frame = avutil.av_frame_alloc();
        try {
            // Two cores are to serve viewers; the filters are cheap enough for one thread.
            graph.nb_threads(1);
            AVFilterInOut inputs = new AVFilterInOut((Pointer) null);
            AVFilterInOut outputs = new AVFilterInOut((Pointer) null);
            check(
                    avfilter.avfilter_graph_parse2(graph, description, inputs, outputs),
                    "avfilter_graph_parse2");
            check(avfilter.avfilter_graph_config(graph, null), "avfilter_graph_config");
            sink = lastFilter();
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private AVFilterContext lastFilter() {
        for (int i = 0; i < graph.nb_filters(); i++) {
            AVFilterContext filter = graph.filters(i);
            if (filter.nb_outputs() == 0) {
                return filter;
            }
        }
        throw new IllegalArgumentException("the graph has no sink");
    }

    /** The next frame; valid until the next call. */
    AVFrame next() {
        AVFrame next = poll();
        if (next == null) {
            throw new FfmpegException("av_buffersink_get_frame: end of file");
        }
        return next;
    }

    /** As above, null where there is no more. */
    @Nullable AVFrame poll() {
        avutil.av_frame_unref(frame);
        int result = avfilter.av_buffersink_get_frame(sink, frame);
        if (result == avutil.AVERROR_EOF()) {
            return null;
        }
        check(result, "av_buffersink_get_frame");
        // A source marks each frame as an intra picture, and an encoder would obey.
        return frame.pict_type(avutil.AV_PICTURE_TYPE_NONE);
    }

    @Override
    public void close() {
        avutil.av_frame_free(frame);
        avfilter.avfilter_graph_free(graph);
    }
}
