package online.nexuscos.bench;

/** One row of the report. */
enum Figure {
    START_RTMP("start to RTMP accepting", "ms", 0, Sense.LOWER),
    START_HTTP("start to HTTP answering", "ms", 0, Sense.LOWER),
    IDLE_MEMORY("memory, idle (RSS)", "MB", 1, Sense.LOWER),
    INGEST_CPU("RTMP in, HLS out: CPU for each stream-second", "ms", 2, Sense.LOWER),
    INGEST_MEMORY("memory for each stream (RSS)", "MB", 2, Sense.LOWER),
    WINDOW("media in the window, for each stream", "MB", 2, Sense.NONE),
    INGEST_MEMORY_LESS_WINDOW("memory for each stream less that media", "MB", 2, Sense.NONE),
    PLAYLIST_SIZE("live playlist: size", "bytes", 0, Sense.NONE),
    PLAYLIST_CPU("live playlist: CPU for each request", "us", 1, Sense.LOWER),
    PLAYLIST_RATE("live playlist: requests", "1/s", 0, Sense.HIGHER),
    SEGMENT_SIZE("live segment: size", "bytes", 0, Sense.NONE),
    SEGMENT_CPU("live segment: CPU for each GB", "s", 3, Sense.LOWER),
    SEGMENT_RATE("live segment: requests", "1/s", 0, Sense.HIGHER),
    SEGMENT_THROUGHPUT("live segment: bytes", "GB/s", 2, Sense.HIGHER),
    EQUAL_PLAYLIST_CPU("playlist of equal size: CPU for each request", "us", 1, Sense.LOWER),
    EQUAL_PLAYLIST_RATE("playlist of equal size: requests", "1/s", 0, Sense.HIGHER),
    EQUAL_SEGMENT_CPU("segment of equal size: CPU for each GB", "s", 3, Sense.LOWER),
    EQUAL_SEGMENT_THROUGHPUT("segment of equal size: bytes", "GB/s", 2, Sense.HIGHER),
    SERVED_P50("frame's arrival to its part served, server's histogram, p50", "ms", 1, Sense.LOWER),
    SERVED_P99("frame's arrival to its part served, server's histogram, p99", "ms", 1, Sense.LOWER),
    FIRST_FRAME_P50("first frame of a part to the client, p50", "ms", 1, Sense.LOWER),
    FIRST_FRAME_P99("first frame of a part to the client, p99", "ms", 1, Sense.LOWER),
    END_OF_PART_P50("end of a part to the client, p50", "ms", 1, Sense.LOWER),
    END_OF_PART_P99("end of a part to the client, p99", "ms", 1, Sense.LOWER),
    PARTS_SEEN("parts seen by the clients", "", 0, Sense.NONE),
    LATE_PARTS_SEEN("late parts seen by the clients", "", 0, Sense.LOWER),
    LATE_PARTS_COUNTED("late parts counted by the server", "", 0, Sense.LOWER),
    LONGEST_INTERVAL("longest interval between two parts", "ms", 0, Sense.LOWER),
    FAILED_REQUESTS("requests that failed", "", 0, Sense.LOWER),
    PLAY_RTMP_CPU("RTMP play, as it comes: CPU for each viewer-second", "ms", 3, Sense.LOWER),
    PLAY_RTMP_MEMORY("the same: memory for each viewer (RSS)", "kB", 0, Sense.LOWER),
    PLAY_RTMP_SHORT("the same: viewers who got less than 90 %", "", 0, Sense.LOWER),
    GATHERED_RTMP_CPU(
            "RTMP play, writes gathered for 350 ms: CPU for each viewer-second",
            "ms",
            3,
            Sense.LOWER),
    GATHERED_RTMP_MEMORY("the same: memory for each viewer (RSS)", "kB", 0, Sense.LOWER),
    GATHERED_RTMP_SHORT("the same: viewers who got less than 90 %", "", 0, Sense.LOWER),
    PLAY_FLV_CPU("HTTP-FLV, as it comes: CPU for each viewer-second", "ms", 3, Sense.LOWER),
    PLAY_FLV_MEMORY("the same: memory for each viewer (RSS)", "kB", 0, Sense.LOWER),
    PLAY_FLV_SHORT("the same: viewers who got less than 90 %", "", 0, Sense.LOWER),
    GATHERED_FLV_CPU(
            "HTTP-FLV, writes gathered for 350 ms: CPU for each viewer-second",
            "ms",
            3,
            Sense.LOWER),
    GATHERED_FLV_MEMORY("the same: memory for each viewer (RSS)", "kB", 0, Sense.LOWER),
    GATHERED_FLV_SHORT("the same: viewers who got less than 90 %", "", 0, Sense.LOWER),
    PLAY_DROPPED("packets that players were too slow for, in one step", "", 0, Sense.LOWER),
    RELOAD_CPU("LL-HLS blocking reload: CPU for each viewer-second", "ms", 3, Sense.LOWER),
    RELOAD_RATE("LL-HLS blocking reload: playlists for each viewer", "1/s", 2, Sense.NONE),
    SECURE_SEGMENT_CPU("segment of equal size over TLS: CPU for each GB", "s", 3, Sense.LOWER),
    SECURE_SEGMENT_THROUGHPUT("segment of equal size over TLS: bytes", "GB/s", 2, Sense.HIGHER),
    MIXED_CPU("mixed load: CPU for each second", "ms", 0, Sense.LOWER),
    MIXED_MEMORY("mixed load: memory (RSS)", "MB", 0, Sense.LOWER),
    CALL_PER_CPU("trivial call: requests for each CPU second", "1/s", 0, Sense.HIGHER),
    CALL_CPU("trivial call: CPU for each request", "us", 1, Sense.LOWER),
    CALL_RATE("trivial call: requests", "1/s", 0, Sense.HIGHER),
    SECOND_START_RTMP("second start to RTMP accepting", "ms", 0, Sense.LOWER),
    SECOND_START_HTTP("second start to HTTP answering", "ms", 0, Sense.LOWER),
    SECOND_START_ALL("second start to all services and stores up", "ms", 0, Sense.LOWER),
    REFRESH_PER_CPU("token refreshes for each CPU second, stores included", "1/s", 0, Sense.HIGHER),
    REFRESH_PER_JVM_CPU("token refreshes for each CPU second of the JVM", "1/s", 0, Sense.HIGHER),
    REFRESH_RATE("token refreshes", "1/s", 0, Sense.HIGHER),
    TOKEN_CHECK_PER_CPU(
            "API-token checks for each CPU second, stores included", "1/s", 0, Sense.HIGHER),
    TOKEN_CHECK_RATE("API-token checks", "1/s", 0, Sense.HIGHER),
    SIGN_IN_CPU("sign-in: CPU, stores included", "ms", 1, Sense.LOWER),
    SIGN_IN_RATE("sign-ins", "1/s", 1, Sense.HIGHER),
    LEDGER_RATE("ledger transfers, fsync on, 50 accounts", "1/s", 0, Sense.HIGHER),
    LEDGER_CPU("the same: CPU for each, stores included", "ms", 2, Sense.LOWER),
    HOT_LEDGER_RATE("ledger transfers, fsync on, 10 hot accounts", "1/s", 0, Sense.HIGHER),
    HOT_LEDGER_CPU("the same: CPU for each, stores included", "ms", 2, Sense.LOWER),
    SOAK_PUBLISHERS("publishers who came", "", 0, Sense.NONE),
    SOAK_VIEWERS("viewers who came", "", 0, Sense.NONE),
    SOAK_HEAP("heap after collections, last quarter", "MB", 1, Sense.LOWER),
    SOAK_HEAP_GROWTH("the same: above the second quarter", "MB", 1, Sense.LOWER),
    SOAK_DIRECT("direct buffers, last quarter", "MB", 1, Sense.LOWER),
    SOAK_DIRECT_GROWTH("the same: above the second quarter", "MB", 1, Sense.LOWER),
    SOAK_RESIDENT("memory (RSS), last quarter", "MB", 1, Sense.LOWER),
    SOAK_RESIDENT_GROWTH("the same: above the second quarter", "MB", 1, Sense.LOWER),
    SOAK_THREADS("threads, last quarter", "", 0, Sense.LOWER),
    SOAK_THREADS_GROWTH("the same: above the second quarter", "", 0, Sense.LOWER),
    SOAK_FILES("descriptors, last quarter", "", 0, Sense.LOWER),
    SOAK_FILES_GROWTH("the same: above the second quarter", "", 0, Sense.LOWER),
    SOAK_THREADS_LEFT("threads when all have gone, more than before", "", 0, Sense.LOWER),
    SOAK_FILES_LEFT("descriptors when all have gone, more than before", "", 0, Sense.LOWER);

    /** Which side is better, where one is. */
    enum Sense {
        LOWER,
        HIGHER,
        NONE
    }

    private final String label;
    private final String unit;
    private final int decimals;
    private final Sense sense;

    Figure(String label, String unit, int decimals, Sense sense) {
        this.label = label;
        this.unit = unit;
        this.decimals = decimals;
        this.sense = sense;
    }

    String label() {
        return label;
    }

    String unit() {
        return unit;
    }

    int decimals() {
        return decimals;
    }

    Sense sense() {
        return sense;
    }
}
