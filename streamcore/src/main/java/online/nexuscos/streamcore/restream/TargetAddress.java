package online.nexuscos.streamcore.restream;

import online.nexuscos.streamcore.rtmp.client.RtmpAddress;

/** Where a stream goes. */
public sealed interface TargetAddress {
    /** A server that takes streams over RTMP or RTMPS. */
    record Rtmp(RtmpAddress address) implements TargetAddress {
        @Override
        public String host() {
            return address.host();
        }

        @Override
        public int port() {
            return address.port();
        }

        @Override
        public String place() {
            return address.place();
        }
    }

    /** One that takes MPEG-TS over SRT. */
    record Srt(SrtAddress address) implements TargetAddress {
        @Override
        public String host() {
            return address.host();
        }

        @Override
        public int port() {
            return address.port();
        }

        @Override
        public String place() {
            return address.place();
        }
    }

    /**
     * Reads an address.
     *
     * @param url {@code rtmp://}, {@code rtmps://} or {@code srt://}
     * @param key the stream key, or the stream id of SRT; empty where it stands in the address
     * @throws IllegalArgumentException saying what is wrong, and showing none of it
     */
    static TargetAddress parse(String url, String key) {
        return url.regionMatches(true, 0, "srt:", 0, 4)
                ? new Srt(SrtAddress.parse(url, key))
                : new Rtmp(RtmpAddress.parse(url, key));
    }

    String host();

    int port();

    /** Scheme, host and port: what may be shown to its owner and in a log. */
    String place();
}
