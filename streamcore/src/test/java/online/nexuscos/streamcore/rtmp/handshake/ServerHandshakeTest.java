package online.nexuscos.streamcore.rtmp.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import online.nexuscos.streamcore.rtmp.amf.RtmpException;
import online.nexuscos.streamcore.rtmp.amf.TestingAllocator;
import online.nexuscos.streamcore.rtmp.amf.TestingBytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerHandshakeTest {
    private static final int LENGTH = 1536;
    private static final int EPOCH_MS = 0x01020304;
    private static final int CLIENT_VERSION = 0x09007c02;

    private final TestingAllocator allocator = new TestingAllocator();
    private final Random random = new Random(1);

    @AfterEach
    void releases_everything() {
        allocator.requireAllReleased();
    }

    @Test
    void plain_answers_with_a_copy() throws RtmpException {
        byte[] client1 = client1(0);
        byte[] answer = answer(client1);
        assertThat(answer).hasSize(1 + 2 * LENGTH).startsWith(3, 1, 2, 3, 4, 0, 0, 0, 0);
        assertThat(server2(answer)).isEqualTo(client1);
        assertThat(DigestScheme.of(server1(answer), Signature.SERVER_KEY)).isNull();
    }

    @Test
    void version_without_digest_is_plain() throws RtmpException {
        byte[] client1 = client1(CLIENT_VERSION);
        assertThat(server2(answer(client1))).isEqualTo(client1);
    }

    @ParameterizedTest
    @EnumSource(DigestScheme.class)
    void digest_without_version_is_plain(DigestScheme scheme) throws RtmpException {
        byte[] client1 = client1(0);
        scheme.sign(client1, Signature.CLIENT_KEY);
        assertThat(server2(answer(client1))).isEqualTo(client1);
    }

    @ParameterizedTest
    @EnumSource(DigestScheme.class)
    void digest_is_answered_by_the_same_scheme(DigestScheme scheme) throws RtmpException {
        byte[] client1 = client1(CLIENT_VERSION);
        scheme.sign(client1, Signature.CLIENT_KEY);
        byte[] answer = answer(client1);
        byte[] server1 = server1(answer);
        assertThat(answer).startsWith(3, 1, 2, 3, 4, 0x0d, 0x0e, 0x0a, 0x0d);
        assertThat(DigestScheme.of(server1, Signature.SERVER_KEY)).isEqualTo(scheme);
        byte[] signed = server2(answer);
        byte[] expected = signed.clone();
        Signature.sign(expected, Signature.SERVER_KEY, scheme.digest(client1));
        assertThat(signed).isEqualTo(expected).isNotEqualTo(client1);
    }

    @ParameterizedTest
    @EnumSource(DigestScheme.class)
    void digest_lies_anywhere_in_its_block(DigestScheme scheme) throws RtmpException {
        int block = scheme == DigestScheme.KEY_FIRST ? 772 : 8;
        for (int sum : new int[] {0, 1, 727, 728, 1020}) {
            byte[] client1 = client1(CLIENT_VERSION);
            for (int i = 0, left = sum; i < 4; i++) {
                client1[block + i] = (byte) Math.min(left, 255);
                left -= Math.min(left, 255);
            }
            scheme.sign(client1, Signature.CLIENT_KEY);
            byte[] server1 = server1(answer(client1));
            assertThat(DigestScheme.of(server1, Signature.SERVER_KEY))
                    .as("%d", sum)
                    .isEqualTo(scheme);
        }
    }

    @Test
    void one_wrong_bit_makes_a_digest_plain() throws RtmpException {
        byte[] client1 = client1(CLIENT_VERSION);
        DigestScheme.DIGEST_FIRST.sign(client1, Signature.CLIENT_KEY);
        client1[LENGTH - 1] ^= 1;
        assertThat(server2(answer(client1))).isEqualTo(client1);
    }

    @Test
    void answers_what_ffmpeg_sends() throws IOException, RtmpException {
        byte[] bytes;
        try (InputStream in =
                Objects.requireNonNull(getClass().getResourceAsStream("ffmpeg.handshake"))) {
            bytes = in.readAllBytes();
        }
        byte[] client1 = Arrays.copyOfRange(bytes, 1, 1 + LENGTH);
        assertThat(DigestScheme.of(client1, Signature.CLIENT_KEY)).isNotNull();
        assertThat(DigestScheme.of(server1(answer(client1)), Signature.SERVER_KEY)).isNotNull();
    }

    @Test
    void reads_however_split_and_leaves_what_follows() throws RtmpException {
        byte[] bytes = new byte[1 + 2 * LENGTH + 5];
        bytes[0] = 3;
        for (List<ByteBuf> parts : TestingBytes.splits(bytes)) {
            ServerHandshake handshake = handshake();
            int position = 0;
            int left = 0;
            for (ByteBuf part : parts) {
                position += part.readableBytes();
                ByteBuf answer = handshake.read(part, allocator);
                boolean complete = position > LENGTH && position - part.capacity() <= LENGTH;
                assertThat(answer != null).as("answer after %d", position).isEqualTo(complete);
                if (answer != null) {
                    answer.release();
                }
                assertThat(handshake.isDone()).isEqualTo(position > 2 * LENGTH);
                left += part.readableBytes();
            }
            assertThat(left).isEqualTo(5);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 4, 6, 8, 'G', 0x16, 0xff})
    void refuses_other_versions(int version) {
        ServerHandshake handshake = handshake();
        for (int i = 0; i < 2; i++) {
            ByteBuf in = Unpooled.wrappedBuffer(new byte[] {(byte) version, 0});
            assertThatExceptionOfType(RtmpException.class)
                    .isThrownBy(() -> handshake.read(in, allocator))
                    .withMessage("RTMP version: " + version + " (expected: 3)");
        }
    }

    private ServerHandshake handshake() {
        return new ServerHandshake(random, EPOCH_MS);
    }

    private byte[] client1(int version) {
        byte[] packet = new byte[LENGTH];
        random.nextBytes(packet);
        ByteBuffer.wrap(packet).putInt(0, 77).putInt(4, version);
        return packet;
    }

    private byte[] answer(byte[] client1) throws RtmpException {
        ServerHandshake handshake = handshake();
        ByteBuf in = Unpooled.wrappedBuffer(new byte[] {3}, client1);
        ByteBuf out = Objects.requireNonNull(handshake.read(in, allocator));
        byte[] answer = new byte[out.readableBytes()];
        out.readBytes(answer);
        out.release();
        assertThat(handshake.isDone()).isFalse();
        return answer;
    }

    private static byte[] server1(byte[] answer) {
        return Arrays.copyOfRange(answer, 1, 1 + LENGTH);
    }

    private static byte[] server2(byte[] answer) {
        return Arrays.copyOfRange(answer, 1 + LENGTH, 1 + 2 * LENGTH);
    }
}
