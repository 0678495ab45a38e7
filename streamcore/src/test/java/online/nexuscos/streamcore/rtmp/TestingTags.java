package online.nexuscos.streamcore.rtmp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.HexFormat;

/** FLV tags of small made-up access units, with the configurations of real encoders. */
final class TestingTags {
    /** x264, Constrained Baseline, 640x360. */
    static final String AVC_360P =
            "0142c01effe100196742c01ed890280bfe5c0440000003004000000c83c58b898001000568c888cb20";

    /** x264, High, 1280x720. */
    static final String AVC_720P =
            "0164001fffe1001a6764001facd9405005bb011000000300100000030320f183196001000568eaecb22c"
                    + "fdf8f800";

    /** AAC-LC, 44.1 kHz, stereo. */
    static final String AAC_44100 = "1210";

    /** AAC-LC, 48 kHz, stereo. */
    static final String AAC_48000 = "1190";

    private TestingTags() {}

    static ByteBuf tag(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        return PooledByteBufAllocator.DEFAULT.directBuffer(bytes.length).writeBytes(bytes);
    }

    static ByteBuf avcConfiguration(String record) {
        return tag("1700000000" + record);
    }

    static ByteBuf keyframe() {
        return keyframe(0);
    }

    static ByteBuf keyframe(int compositionOffsetMs) {
        return accessUnit("17", compositionOffsetMs, "00000003650102");
    }

    static ByteBuf interframe(int compositionOffsetMs) {
        return accessUnit("27", compositionOffsetMs, "00000003410304");
    }

    static ByteBuf accessUnit(String first, int compositionOffsetMs, String units) {
        String offset = HexFormat.of().toHexDigits(compositionOffsetMs & 0xffffff, 6);
        return tag(first + "01" + offset + units);
    }

    static ByteBuf aacConfiguration(String configuration) {
        return tag("af00" + configuration);
    }

    static ByteBuf aacFrame() {
        return tag("af01 2110 0454");
    }
}
