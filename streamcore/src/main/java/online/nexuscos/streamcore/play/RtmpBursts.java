package online.nexuscos.streamcore.play;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import online.nexuscos.streamcore.flv.TagBody;
import online.nexuscos.streamcore.flv.TagMetadata;
import online.nexuscos.streamcore.flv.TagTime;
import online.nexuscos.streamcore.media.Epoch;
import online.nexuscos.streamcore.media.Packet;
import online.nexuscos.streamcore.media.Track;
import online.nexuscos.streamcore.rtmp.chunk.ChunkWriter;
import online.nexuscos.streamcore.rtmp.chunk.RawMessage;
import online.nexuscos.streamcore.rtmp.message.DataMessage;
import online.nexuscos.streamcore.rtmp.message.MessageEncoder;

/** A stream as RTMP messages in chunks of the size that all players are told. */
final class RtmpBursts implements BurstEncoder {
    private static final long MASK_32 = 0xffff_ffffL;

    private final ByteBufAllocator allocator;
    private final ChunkWriter writer = new ChunkWriter(PlayForm.RTMP_CHUNK_SIZE);

    RtmpBursts(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    @Override
    public boolean fits(Epoch epoch) {
        return true;
    }

    @Override
    public ByteBuf beginning(Packet first) {
        long timestamp = TagTime.timestampMs(first) & MASK_32;
        ByteBuf out = allocator.directBuffer();
        // At any other time FFmpeg would take it for a track of subtitles.
        DataMessage metadata =
                new DataMessage(PlayForm.RTMP_STREAM_ID, 0, TagMetadata.of(first.epoch()));
        append(out, MessageEncoder.encode(metadata, allocator));
        for (Track track : first.epoch().tracks()) {
            int length = TagBody.configurationLength(track);
            if (length == 0) {
                continue; // its packets tell it
            }
            ByteBuf body = allocator.buffer(length);
            TagBody.writeConfiguration(body, track);
            append(
                    out,
                    new RawMessage(
                            chunkStream(track),
                            timestamp,
                            TagBody.type(track),
                            PlayForm.RTMP_STREAM_ID,
                            body));
        }
        return out;
    }

    private void append(ByteBuf out, RawMessage message) {
        ByteBuf chunks = writer.write(allocator, message);
        try {
            out.writeBytes(chunks);
        } finally {
            chunks.release();
        }
    }

    @Override
    public int openingLength() {
        return 0;
    }

    @Override
    public ByteBuf encode(List<Packet> packets) {
        int length = 0;
        for (Packet packet : packets) {
            length +=
                    writer.length(
                            chunkStream(packet.track()),
                            TagTime.timestampMs(packet) & MASK_32,
                            TagBody.length(packet));
        }
        ByteBuf out = allocator.directBuffer(length, length);
        for (Packet packet : packets) {
            int chunkStream = chunkStream(packet.track());
            long timestamp = TagTime.timestampMs(packet) & MASK_32;
            writer.writeHeader(
                    out,
                    chunkStream,
                    timestamp,
                    TagBody.type(packet.track()),
                    PlayForm.RTMP_STREAM_ID,
                    TagBody.length(packet));
            int start = out.writerIndex();
            TagBody.writeHeader(out, packet);
            writer.writeRest(
                    out, chunkStream, timestamp, out.writerIndex() - start, packet.payload());
        }
        return out;
    }

    private static int chunkStream(Track track) {
        return track.isVideo()
                ? MessageEncoder.VIDEO_CHUNK_STREAM
                : MessageEncoder.AUDIO_CHUNK_STREAM;
    }
}
