package online.nexuscos.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One FFmpeg process that publishes a clip in real time, without encoding, to many streams. */
record Publisher(Children children, FfmpegProgram ffmpeg, InputClip clip, Path log) {

    /** Publishes to the addresses of the streams from {@code first} on. */
    Children.Child start(String pattern, int first, int streams) {
        List<String> command = new ArrayList<>(ffmpeg.command());
        command.addAll(List.of("-hide_banner", "-loglevel", "error", "-re"));
        command.addAll(List.of("-stream_loop", "-1", "-i", clip.file().toString()));
        for (int stream = first; stream < first + streams; stream++) {
            command.addAll(List.of("-map", "0", "-c", "copy"));
            command.addAll(List.of("-flvflags", "no_duration_filesize", "-f", "flv"));
            command.add(RunningServer.numbered(pattern, stream));
        }
        return children.start(command, Map.of(), log);
    }
}
