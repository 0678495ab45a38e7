package online.nexuscos.bench;

import java.net.URI;

/**
 * A server that somebody else runs on this machine, measured but never started or ended.
 *
 * @param segment empty: the newest in the playlist
 */
record PeerContender(String name, long pid, String publish, String playlist, String segment)
        implements Contender {
    private static final String FORM =
            "name=pid,rtmpUrlPattern,playlistUrl,segmentUrl (%d for the number of the stream)";
    private static final int FIELDS = 4;

    /**
     * @throws BenchException not of the form, or not on this machine
     */
    static PeerContender parse(String text) {
        String[] halves = text.split("=", 2);
        String[] fields = halves[halves.length - 1].split(",", -1);
        if (halves.length != 2 || halves[0].isBlank() || fields.length != FIELDS) {
            throw new BenchException("--peer " + text + " (expected: " + FORM + ")");
        }
        for (int i = 1; i < FIELDS; i++) {
            if (!fields[i].isEmpty()) {
                URI _ = Http.loopback(RunningServer.numbered(fields[i], 0));
            }
        }
        try {
            return new PeerContender(
                    halves[0], Long.parseLong(fields[0]), fields[1], fields[2], fields[3]);
        } catch (NumberFormatException e) {
            throw new BenchException("--peer " + text + " (expected: " + FORM + ")", e);
        }
    }

    @Override
    public String description() {
        return "process " + pid + ", started by others";
    }

    @Override
    public boolean isOurs() {
        return false;
    }

    @Override
    public RunningServer start() {
        ProcessTree processes = new ProcessTree(pid);
        if (!processes.isAlive()) {
            throw new BenchException("peer " + name + ": no process " + pid);
        }
        return new RunningServer(
                name,
                processes,
                null,
                new RunningServer.Addresses(
                        publish, playlist, segment.isEmpty() ? null : segment, null, null, null),
                () -> {});
    }
}
