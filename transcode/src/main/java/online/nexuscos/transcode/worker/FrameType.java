package online.nexuscos.transcode.worker;

/**
 * Frames between the server and a worker. Numbers are big-endian.
 *
 * <pre>
 * | u32 length of what follows the type | u8 type |
 * READ    u8 reach, u16 length, address in UTF-8                          server to worker
 * TRACKS  u8 count, count x (u8 id, u8 length, codec, u16 length, configuration)
 * UNIT    u8 track, u8 flags (1: keyframe), i64 dts, i64 pts, payload
 * ENDED   u8 end, u16 length, reason in UTF-8
 * </pre>
 */
final class FrameType {
    static final int READ = 1;
    static final int TRACKS = 2;
    static final int UNIT = 3;
    static final int ENDED = 4;

    /** Of READ: where the source may lie. */
    static final int PUBLIC_ALONE = 0;

    static final int PRIVATE_TOO = 1;

    /** Of ENDED. */
    static final int OVER = 0;

    static final int FAILED = 1;

    static final int HEADER = 5;
    static final int UNIT_HEADER = 18;
    static final int KEYFRAME = 1;

    /** Longest frame that is no unit. */
    static final int MAX_MESSAGE = 64 * 1024;

    /** Longest access unit. */
    static final int MAX_UNIT = 16 << 20;

    static final int MAX_TRACKS = 16;
    static final int MAX_TRACK_ID = 255;
    static final int MAX_TEXT = 4096;

    private FrameType() {}
}
