package online.nexuscos.streamcore.media;

/** A codec that a track may carry, with the name a person knows it by. */
public enum Codec {
    H264("H.264", Kind.VIDEO),
    HEVC("HEVC", Kind.VIDEO),
    AV1("AV1", Kind.VIDEO),
    VP9("VP9", Kind.VIDEO),
    VP8("VP8", Kind.VIDEO),
    AAC("AAC", Kind.AUDIO),
    OPUS("Opus", Kind.AUDIO),
    MP3("MP3", Kind.AUDIO),
    FLAC("FLAC", Kind.AUDIO),
    AC3("AC-3", Kind.AUDIO),
    EAC3("E-AC-3", Kind.AUDIO);

    private enum Kind {
        VIDEO,
        AUDIO
    }

    private final String displayName;
    private final Kind kind;

    Codec(String displayName, Kind kind) {
        this.displayName = displayName;
        this.kind = kind;
    }

    public String displayName() {
        return displayName;
    }

    public boolean isVideo() {
        return kind == Kind.VIDEO;
    }
}
