package online.nexuscos.streamcore.rtmp.chunk;

import java.util.ArrayList;
import java.util.List;

/** Messages and the chunks they come in. */
record ChunkCase(String name, List<Received.Message> messages, String bytes) {
    @Override
    public String toString() {
        return name;
    }

    private static ChunkCase of(String name, String bytes, Received.Message... messages) {
        return new ChunkCase(name, List.of(messages), bytes);
    }

    private static Received.Message message(
            int chunkStreamId, long timestamp, int type, int streamId, String payload) {
        return Received.Message.of(chunkStreamId, timestamp, type, streamId, payload);
    }

    /** In the form the writer gives them, at the initial chunk size. */
    static List<ChunkCase> written() {
        return List.of(
                of("empty message", "03 000000 000000 14 00000000", message(3, 0, 20, 0, "")),
                of(
                        "stream id least significant byte first",
                        "04 0003e8 000003 08 01000080 aabbcc",
                        message(4, 1000, 8, 0x80000001, "aabbcc")),
                of(
                        "one full chunk",
                        "06 000000 000080 09 01000000 11*128",
                        message(6, 0, 9, 1, "11*128")),
                of(
                        "one byte over a full chunk",
                        "06 000000 000081 09 01000000 11*128 c6 22",
                        message(6, 0, 9, 1, "11*128 22")),
                of(
                        "three chunks",
                        "3f 000001 00012c 09 01000000 11*128 ff 22*128 ff 33*44",
                        message(63, 1, 9, 1, "11*128 22*128 33*44")),
                of(
                        "two-byte chunk stream id, first",
                        "00 00 000000 000081 09 01000000 11*128 c000 22",
                        message(64, 0, 9, 1, "11*128 22")),
                of(
                        "two-byte chunk stream id, last",
                        "00 ff 000000 000001 09 01000000 11",
                        message(319, 0, 9, 1, "11")),
                of(
                        "three-byte chunk stream id, first",
                        "01 0001 000000 000081 09 01000000 11*128 c10001 22",
                        message(320, 0, 9, 1, "11*128 22")),
                of(
                        "three-byte chunk stream id, last",
                        "01 ffff 000000 000001 09 01000000 11",
                        message(65599, 0, 9, 1, "11")),
                of(
                        "last timestamp of 24 bits",
                        "06 fffffe 000081 09 01000000 11*128 c6 22",
                        message(6, 0xfffffe, 9, 1, "11*128 22")),
                of(
                        "first extended timestamp",
                        "06 ffffff 000001 09 01000000 00ffffff 11",
                        message(6, 0xffffff, 9, 1, "11")),
                of(
                        "extended timestamp repeated",
                        "06 ffffff 000101 09 01000000 fffffffe 11*128"
                                + " c6 fffffffe 22*128 c6 fffffffe 33",
                        message(6, 0xfffffffeL, 9, 1, "11*128 22*128 33")),
                of(
                        "extended timestamp on an empty message",
                        "06 ffffff 000000 09 01000000 01000000",
                        message(6, 0x1000000, 9, 1, "")));
    }

    /** What others write and this writer does not. */
    static List<ChunkCase> readOnly() {
        List<ChunkCase> cases = new ArrayList<>();
        cases.addAll(headers());
        cases.addAll(extendedTimestamps());
        cases.addAll(control());
        return cases;
    }

    private static List<ChunkCase> headers() {
        return List.of(
                of(
                        "long form of a low chunk stream id",
                        "01 0000 000000 000081 09 01000000 11*128 c000 22",
                        message(64, 0, 9, 1, "11*128 22")),
                of(
                        "formats 1, 2 and 3 begin messages",
                        "04 0003e8 000001 09 01000000 aa"
                                + " 44 000014 000002 08 bbbb"
                                + " 84 00000a cccc"
                                + " c4 dddd",
                        message(4, 1000, 9, 1, "aa"),
                        message(4, 1020, 8, 1, "bbbb"),
                        message(4, 1030, 8, 1, "cccc"),
                        message(4, 1040, 8, 1, "dddd")),
                of(
                        "format 3 takes the timestamp of format 0 as its delta",
                        "04 0003e8 000001 09 01000000 aa c4 bb c4 cc",
                        message(4, 1000, 9, 1, "aa"),
                        message(4, 2000, 9, 1, "bb"),
                        message(4, 3000, 9, 1, "cc")),
                of(
                        "format 3 repeats an empty message",
                        "04 000001 000000 09 01000000 c4 c4",
                        message(4, 1, 9, 1, ""),
                        message(4, 2, 9, 1, ""),
                        message(4, 3, 9, 1, "")),
                of(
                        "format 1 of several chunks",
                        "04 000001 000001 09 01000000 aa 44 000002 000082 08 bb*128 c4 cccc",
                        message(4, 1, 9, 1, "aa"),
                        message(4, 3, 8, 1, "bb*128 cccc")),
                of(
                        "chunk streams in turn",
                        "04 000000 000081 09 01000000 11*128"
                                + " 05 000000 000082 08 01000000 33*128"
                                + " c4 22 c5 4444",
                        message(4, 0, 9, 1, "11*128 22"),
                        message(5, 0, 8, 1, "33*128 4444")),
                of(
                        "librtmp's ping response",
                        "42 000000 000006 04 0007 00003039",
                        message(2, 0, 4, 0, "0007 00003039")));
    }

    private static List<ChunkCase> extendedTimestamps() {
        return List.of(
                of(
                        "not repeated",
                        "06 ffffff 000101 09 01000000 fffffffe 11*128 c6 22*128 c6 33",
                        message(6, 0xfffffffeL, 9, 1, "11*128 22*128 33")),
                of(
                        "not repeated, payload begins like it",
                        "06 ffffff 000084 09 01000000 01020304 11*128 c6 01020305",
                        message(6, 0x01020304, 9, 1, "11*128 01020305")),
                of(
                        "not repeated, rest of the payload and next header begin like it",
                        "06 ffffff 000081 09 01000000 01000005 11*128 c6 01"
                                + " 00 00 000000 000001 08 01000000 22",
                        message(6, 0x01000005, 9, 1, "11*128 01"),
                        message(64, 0, 8, 1, "22")),
                of(
                        "not repeated, a message of two bytes of payload and a third header",
                        "06 ffffff 000082 09 01000000 01000005 11*128 c6 0100"
                                + " 03 000000 000000 08 01000000",
                        message(6, 0x01000005, 9, 1, "11*128 0100"),
                        message(3, 0, 8, 1, "")),
                of(
                        "delta, repeated",
                        "06 000010 000001 09 01000000 aa"
                                + " 46 ffffff 000081 09 01000000 11*128 c6 01000000 22",
                        message(6, 16, 9, 1, "aa"),
                        message(6, 0x01000010, 9, 1, "11*128 22")),
                of(
                        "delta on format 2, not repeated",
                        "06 000010 000081 09 01000000 aa*128 c6 bb"
                                + " 86 ffffff 01000000 11*128 c6 22",
                        message(6, 16, 9, 1, "aa*128 bb"),
                        message(6, 0x01000010, 9, 1, "11*128 22")),
                of(
                        "on format 3 that begins a message",
                        "06 000010 000001 09 01000000 aa 86 ffffff 01000000 bb"
                                + " c6 01000000 cc c6 02000000 dd",
                        message(6, 16, 9, 1, "aa"),
                        message(6, 0x01000010, 9, 1, "bb"),
                        message(6, 0x02000010, 9, 1, "cc"),
                        message(6, 0x04000010, 9, 1, "dd")),
                of(
                        "wraps around",
                        "06 ffffff 000001 09 01000000 fffffff0 aa 86 000020 bb c6 cc",
                        message(6, 0xfffffff0L, 9, 1, "aa"),
                        message(6, 0x10, 9, 1, "bb"),
                        message(6, 0x30, 9, 1, "cc")),
                of(
                        "delta that goes back",
                        "06 0003e8 000001 09 01000000 aa 86 ffffff ffffffff bb",
                        message(6, 1000, 9, 1, "aa"),
                        message(6, 999, 9, 1, "bb")));
    }

    private static List<ChunkCase> control() {
        return List.of(
                of(
                        "set chunk size",
                        "02 000000 000004 01 00000000 00000100 04 000000 000101 09 01000000"
                                + " 11*256 c4 22",
                        message(4, 0, 9, 1, "11*256 22")),
                of(
                        "set chunk size in mid-message",
                        "04 000000 000184 09 01000000 11*128"
                                + " 02 000000 000004 01 00000000 00000100"
                                + " c4 22*256 c4 33333333",
                        message(4, 0, 9, 1, "11*128 22*256 33333333")),
                of(
                        "chunk size 1",
                        "02 000000 000004 01 00000000 00000001"
                                + " 04 000000 000003 09 01000000 11 c4 22 c4 33",
                        message(4, 0, 9, 1, "112233")),
                of(
                        "largest chunk size",
                        "02 000000 000004 01 00000000 7fffffff 04 000000 001000 09 01000000 11*4096",
                        message(4, 0, 9, 1, "11*4096")),
                of(
                        "set chunk size in chunks of 3",
                        "02 000000 000004 01 00000000 00000003"
                                + " 02 000000 000004 01 00000000 000000 c2 80"
                                + " 04 000000 000080 09 01000000 11*128",
                        message(4, 0, 9, 1, "11*128")),
                of(
                        "abort in mid-message",
                        "04 000005 000081 09 01000000 11*128"
                                + " 02 000000 000004 02 00000000 00000004"
                                + " 44 000005 000001 08 aa",
                        message(4, 10, 8, 1, "aa")),
                of(
                        "format 3 begins anew after abort",
                        "04 000005 000081 09 01000000 11*128"
                                + " 02 000000 000004 02 00000000 00000004"
                                + " c4 22*128 c4 33",
                        message(4, 10, 9, 1, "22*128 33")),
                of("abort of nothing", "02 000000 000004 02 00000000 00000004"),
                of("abort of an impossible chunk stream", "02 000000 000004 02 00000000 ffffffff"));
    }
}
