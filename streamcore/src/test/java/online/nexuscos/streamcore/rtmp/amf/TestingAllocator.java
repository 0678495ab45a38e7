package online.nexuscos.streamcore.rtmp.amf;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;

/** Knows at any time what has not been released, without waiting for a garbage collection. */
public final class TestingAllocator extends AbstractByteBufAllocator {
    private final UnpooledByteBufAllocator source = new UnpooledByteBufAllocator(true);
    private int allocationCount;

    public TestingAllocator() {
        super(true);
    }

    public int allocationCount() {
        return allocationCount;
    }

    public long usedBytes() {
        return source.metric().usedDirectMemory() + source.metric().usedHeapMemory();
    }

    public void requireAllReleased() {
        assertThat(usedBytes()).as("bytes not released").isZero();
    }

    @Override
    public boolean isDirectBufferPooled() {
        return false;
    }

    @Override
    protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
        allocationCount++;
        return source.heapBuffer(initialCapacity, maxCapacity);
    }

    @Override
    protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
        allocationCount++;
        return source.directBuffer(initialCapacity, maxCapacity);
    }
}
