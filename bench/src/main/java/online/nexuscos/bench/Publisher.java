package online.nexuscos.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** FFmpeg processes that publish a clip in real time, without encoding, to many streams. */
record Publisher(Children children, FfmpegProgram ffmpeg, InputClip clip, Path folder) {
    /**
     * FFmpeg opens its outputs one after the other, 130 ms each, before it sends to any: the first
     * of too many would be taken for dead.
     */
    private static final int STREAMS_PER_PROCESS = 25;

    /** The processes of one publication. */
    record Publishing(List<Children.Child> processes) implements AutoCloseable {
        /**
         * @throws BenchException one has ended, with the end of its log
         */
        void requireAlive() {
            processes.forEach(Children.Child::requireAlive);
        }

        @Override
        public void close() {
            processes.forEach(Children.Child::close);
        }
    }

    /** Publishes to the addresses of the streams from {@code first} on. */
    Publishing start(String pattern, int first, int streams) {
        List<Children.Child> processes = new ArrayList<>();
        int end = first + streams;
        for (int from = first; from < end; from += STREAMS_PER_PROCESS) {
            processes.add(process(pattern, from, Math.min(end, from + STREAMS_PER_PROCESS)));
        }
        return new Publishing(List.copyOf(processes));
    }

    private Children.Child process(String pattern, int first, int end) {
        List<String> command = new ArrayList<>(ffmpeg.command());
        command.addAll(List.of("-hide_banner", "-loglevel", "error", "-re"));
        command.addAll(List.of("-stream_loop", "-1", "-i", clip.file().toString()));
        for (int stream = first; stream < end; stream++) {
            command.addAll(List.of("-map", "0", "-c", "copy"));
            command.addAll(List.of("-flvflags", "no_duration_filesize", "-f", "flv"));
            command.add(RunningServer.numbered(pattern, stream));
        }
        return children.start(command, Map.of(), folder.resolve("ffmpeg-" + first + ".log"));
    }
}
