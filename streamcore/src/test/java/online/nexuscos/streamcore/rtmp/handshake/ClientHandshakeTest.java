package online.nexuscos.streamcore.rtmp.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.Arrays;
import java.util.Random;
import online.nexuscos.streamcore.rtmp.amf.RtmpException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientHandshakeTest {
    private static final UnpooledByteBufAllocator ALLOCATOR = UnpooledByteBufAllocator.DEFAULT;

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1536, 1537, 4000})
    void agreesWithTheServersSide(int slice) throws RtmpException {
        ClientHandshake client = new ClientHandshake(new Random(1));
        ServerHandshake server = new ServerHandshake(new Random(2), 0);
        byte[] hello = bytes(client.hello(ALLOCATOR));
        assertThat(hello).hasSize(1537).startsWith(3, 0, 0, 0, 0, 0, 0, 0, 0);
        ByteBuf answer = server.read(Unpooled.wrappedBuffer(hello), ALLOCATOR);
        assertThat(answer).isNotNull();
        byte[] bytes = bytes(java.util.Objects.requireNonNull(answer));
        // A first message right behind S2 is left alone.
        byte[] all = Arrays.copyOf(bytes, bytes.length + 5);
        int read = 0;
        for (int i = 0; i < all.length && !client.isDone(); i += slice) {
            ByteBuf in = Unpooled.wrappedBuffer(all, i, Math.min(slice, all.length - i));
            ByteBuf reply = client.read(in, ALLOCATOR);
            read = i + in.readerIndex();
            if (reply != null) {
                byte[] client2 = bytes(reply);
                assertThat(client2).isEqualTo(Arrays.copyOfRange(bytes, 1, 1537));
                server.read(Unpooled.wrappedBuffer(client2), ALLOCATOR);
            }
        }
        assertThat(client.isDone()).isTrue();
        assertThat(server.isDone()).isTrue();
        assertThat(read).isEqualTo(bytes.length);
    }

    @Test
    void refusesWhatIsNoRtmp() {
        ClientHandshake client = new ClientHandshake(new Random(1));
        assertThatThrownBy(() -> client.read(Unpooled.wrappedBuffer(new byte[] {'H'}), ALLOCATOR))
                .hasMessage("RTMP version: 72 (expected: 3)");
    }

    private static byte[] bytes(ByteBuf buffer) {
        try {
            return ByteBufUtil.getBytes(buffer);
        } finally {
            buffer.release();
        }
    }
}
