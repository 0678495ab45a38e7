package online.nexuscos.streamcore.hub;

import java.util.List;
import online.nexuscos.streamcore.media.Cue;
import online.nexuscos.streamcore.media.Track;

/** Carries a publisher's calls to the loop that owns the stream: one hand-over a batch. */
final class HubPublication implements Publication {
    private final LiveStream stream;

    HubPublication(LiveStream stream) {
        this.stream = stream;
    }

    @Override
    public String name() {
        return stream.name();
    }

    @Override
    public void begin(List<Track> tracks) {
        List<Track> copy = List.copyOf(tracks);
        run(() -> stream.begin(this, copy));
    }

    @Override
    public void write(List<IngestPacket> batch) {
        if (stream.loop().inEventLoop()) {
            stream.write(this, batch);
        } else {
            List<IngestPacket> copy = List.copyOf(batch);
            stream.loop().execute(() -> stream.write(this, copy));
        }
    }

    @Override
    public void notices(List<String> texts) {
        List<String> copy = List.copyOf(texts);
        run(() -> stream.notices(this, copy));
    }

    @Override
    public void cue(long timeMs, Cue cue) {
        run(() -> stream.cue(this, timeMs, cue));
    }

    @Override
    public void end(String reason) {
        run(() -> stream.end(this, reason));
    }

    private void run(Runnable task) {
        if (stream.loop().inEventLoop()) {
            task.run();
        } else {
            stream.loop().execute(task);
        }
    }
}
