package online.nexuscos.transcode.worker;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import online.nexuscos.streamcore.pull.SourceAddress;
import online.nexuscos.streamcore.pull.SourceRequest.Reach;

/** The first frame of a job: what to read. */
record ReadCommand(SourceAddress address, Reach reach) {
    ByteBuf encode(ByteBufAllocator allocator) {
        byte[] url = address.url().getBytes(StandardCharsets.UTF_8);
        int length = 3 + url.length;
        return allocator
                .buffer(FrameType.HEADER + length)
                .writeInt(length)
                .writeByte(FrameType.READ)
                .writeByte(reach == Reach.PRIVATE ? FrameType.PRIVATE_TOO : FrameType.PUBLIC_ALONE)
                .writeShort(url.length)
                .writeBytes(url);
    }

    /** Waits for it. */
    static ReadCommand read(ReadableByteChannel in) throws IOException {
        ByteBuffer header = readFully(in, FrameType.HEADER);
        int length = header.getInt();
        if (header.get() != FrameType.READ || length < 3 || length > FrameType.MAX_MESSAGE) {
            throw new IOException("no command to read");
        }
        ByteBuffer body = readFully(in, length);
        Reach reach = body.get() == FrameType.PRIVATE_TOO ? Reach.PRIVATE : Reach.PUBLIC;
        byte[] url = new byte[Math.min(body.getShort() & 0xffff, body.remaining())];
        body.get(url);
        return new ReadCommand(new SourceAddress(new String(url, StandardCharsets.UTF_8)), reach);
    }

    private static ByteBuffer readFully(ReadableByteChannel in, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (in.read(buffer) < 0) {
                throw new EOFException("the server has closed the socket");
            }
        }
        return buffer.flip();
    }
}
