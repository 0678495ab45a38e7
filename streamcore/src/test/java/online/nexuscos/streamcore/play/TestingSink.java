package online.nexuscos.streamcore.play;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import online.nexuscos.streamcore.flv.AudioTag;
import online.nexuscos.streamcore.flv.FlvWriter;
import online.nexuscos.streamcore.flv.VideoTag;
import online.nexuscos.streamcore.hub.Introduction;
import online.nexuscos.streamcore.media.Epoch;
import online.nexuscos.streamcore.media.MediaException;

/** A viewer's socket: keeps what is written, in lines that tell what it was. */
final class TestingSink implements ViewerSink {
    private enum Place {
        FILE,
        TAGS
    }

    private final ByteBuf bytes = Unpooled.buffer();
    final List<Ending> endings = new ArrayList<>();
    private Place place = Place.FILE;
    private boolean writable = true;
    private Predicate<Epoch> takes = _ -> true;
    private int flushes;
    private int begun;

    /** Whether it takes more. */
    void setWritable(boolean takesMore) {
        writable = takesMore;
    }

    /** What it can use from now on. */
    void setTakes(Predicate<Epoch> condition) {
        takes = condition;
    }

    int flushes() {
        return flushes;
    }

    int begun() {
        return begun;
    }

    @Override
    public String name() {
        return "testing";
    }

    @Override
    public String address() {
        return "127.0.0.1:1";
    }

    @Override
    public Introduction introduction() {
        return Introduction.NONE;
    }

    @Override
    public void begin() {
        begun++;
    }

    @Override
    public boolean takes(Epoch epoch) {
        return takes.test(epoch);
    }

    @Override
    public boolean isWritable() {
        return writable;
    }

    @Override
    public void write(ByteBuf written) {
        bytes.writeBytes(written);
        written.release();
    }

    @Override
    public void flush() {
        flushes++;
    }

    @Override
    public void end(Ending ending) {
        endings.add(ending);
    }

    int size() {
        return bytes.readableBytes();
    }

    /** What has come since the last time, as FLV: a line for each tag, with its time. */
    List<String> tags() {
        List<String> lines = new ArrayList<>();
        if (place == Place.FILE && bytes.isReadable()) {
            bytes.skipBytes(FlvWriter.FILE_HEADER_LENGTH);
            lines.add("file");
            place = Place.TAGS;
        }
        while (bytes.isReadable()) {
            int type = bytes.readUnsignedByte();
            int length = bytes.readUnsignedMedium();
            long time = bytes.readUnsignedMedium() | (long) bytes.readByte() << 24;
            bytes.skipBytes(3);
            lines.add(describe(type, bytes.readSlice(length)) + " " + time);
            bytes.skipBytes(4);
        }
        return lines;
    }

    private static String describe(int type, ByteBuf body) {
        List<String> found = new ArrayList<>();
        try {
            switch (type) {
                case 8 -> AudioTag.read(body, (tag, _, _, _) -> found.add(describe(tag)));
                case 9 -> VideoTag.read(body, (tag, _, _, _) -> found.add(describe(tag)));
                case 18 -> found.add("metadata");
                default -> throw new AssertionError("tag of type " + type);
            }
        } catch (MediaException e) {
            throw new AssertionError(e);
        }
        return String.join("+", found);
    }

    private static String describe(AudioTag tag) {
        return tag instanceof AudioTag.Configuration ? "aac" : "audio";
    }

    private static String describe(VideoTag tag) {
        if (tag instanceof VideoTag.AccessUnit unit) {
            return unit.frameType() == VideoTag.FrameType.KEY ? "key" : "video";
        }
        return "avc";
    }
}
