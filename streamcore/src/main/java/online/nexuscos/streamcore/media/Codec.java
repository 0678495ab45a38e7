package online.nexuscos.streamcore.media;

/** A codec that a track may carry, with the name a person knows it by. */
public enum Codec {
    H264("H.264"),
    AAC("AAC");

    private final String displayName;

    Codec(String displayName) {
        this.displayName = displayName;
    }

    public String displayName() {
        return displayName;
    }
}
