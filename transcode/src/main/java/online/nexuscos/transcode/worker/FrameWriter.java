package online.nexuscos.transcode.worker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import online.nexuscos.streamcore.elementary.ElementaryFormat;
import online.nexuscos.streamcore.pull.SourceSink.End;

/**
 * Writes a worker's frames; one thread. It waits while the server does not read: that is all the
 * flow control there is. Access units go out of FFmpeg's own memory.
 */
final class FrameWriter {
    private static final int UNIT = FrameType.HEADER + FrameType.UNIT_HEADER;

    private final GatheringByteChannel out;
    private final ByteBuffer unitHeader = ByteBuffer.allocateDirect(UNIT);
    private final ByteBuffer[] unit = new ByteBuffer[2];

    FrameWriter(GatheringByteChannel out) {
        this.out = out;
        unit[0] = unitHeader;
    }

    void tracks(List<ElementaryFormat> formats) throws IOException {
        ByteBuffer body = ByteBuffer.allocate(FrameType.MAX_MESSAGE);
        body.put((byte) formats.size());
        for (ElementaryFormat format : formats) {
            byte[] codec = format.codec().name().getBytes(StandardCharsets.US_ASCII);
            byte[] configuration = format.configuration().bytes();
            body.put((byte) format.id()).put((byte) codec.length).put(codec);
            body.putShort((short) configuration.length).put(configuration);
        }
        message(FrameType.TRACKS, body.flip());
    }

    void unit(int track, long dts, long pts, boolean keyframe, ByteBuffer payload)
            throws IOException {
        unitHeader.clear();
        unitHeader.putInt(FrameType.UNIT_HEADER + payload.remaining());
        unitHeader.put((byte) FrameType.UNIT).put((byte) track);
        unitHeader.put((byte) (keyframe ? FrameType.KEYFRAME : 0));
        unitHeader.putLong(dts).putLong(pts).flip();
        unit[1] = payload;
        while (payload.hasRemaining() || unitHeader.hasRemaining()) {
            out.write(unit);
        }
    }

    void ended(End end, String reason) throws IOException {
        byte[] text = shortened(reason).getBytes(StandardCharsets.UTF_8);
        ByteBuffer body = ByteBuffer.allocate(3 + text.length);
        body.put((byte) (end == End.OVER ? FrameType.OVER : FrameType.FAILED))
                .putShort((short) text.length)
                .put(text);
        message(FrameType.ENDED, body.flip());
    }

    private static String shortened(String reason) {
        int most = FrameType.MAX_TEXT / 4;
        return reason.length() <= most ? reason : reason.substring(0, most);
    }

    private void message(int type, ByteBuffer body) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(FrameType.HEADER);
        header.putInt(body.remaining()).put((byte) type).flip();
        ByteBuffer[] frame = {header, body};
        while (body.hasRemaining()) {
            out.write(frame);
        }
    }
}
