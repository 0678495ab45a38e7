package online.nexuscos.streamcore.play;

import io.netty.buffer.ByteBufAllocator;

/** A form in which a stream can be played as it comes. */
public enum PlayForm {
    RTMP("rtmp", ""),
    FLV("flv", "video/x-flv"),
    MPEG_TS("ts", "video/mp2t");

    /** The size of the chunks that RTMP's players get. Large, as few pictures need a second one. */
    public static final int RTMP_CHUNK_SIZE = 60_000;

    /** The message stream that all players use: the only one of their connections. */
    public static final int RTMP_STREAM_ID = 1;

    private final String label;
    private final String extension;
    private final String mediaType;

    PlayForm(String label, String mediaType) {
        this.label = label;
        extension = '.' + label;
        this.mediaType = mediaType;
    }

    /** As metrics and logs name it. */
    public String label() {
        return label;
    }

    /** What an address ends with, over HTTP. */
    String extension() {
        return extension;
    }

    /** Over HTTP. */
    String mediaType() {
        return mediaType;
    }

    BurstEncoder encoder(ByteBufAllocator allocator) {
        return switch (this) {
            case RTMP -> new RtmpBursts(allocator);
            case FLV -> new FlvBursts(allocator);
            case MPEG_TS -> new TsBursts(allocator);
        };
    }
}
