package io.spicerack.table.parquet;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.apache.parquet.bytes.ByteBufferAllocator;

/**
 * The memory that parquet-java reads a row group's pages into: parts of one buffer, lent anew once all of them have come back,
 * and as large as the row groups so far were in all. Megabytes that are new for each row group would outlive the young
 * generation, and fill the old one. Thread-safe.
 */
final class RowGroupArena implements ByteBufferAllocator {
    /** What is beyond it is not kept from one row group to the next. */
    private static final int MOST = 8 << 20;

    private ByteBuffer buffer = ByteBuffer.allocate(0);
    private int wanted = 1 << 16;
    private final Set<ByteBuffer> lent = Collections.newSetFromMap(new IdentityHashMap<>());
    private long beyond;

    @Override
    public synchronized ByteBuffer allocate(int size) {
        if (lent.isEmpty() && buffer.capacity() < wanted) {
            buffer = ByteBuffer.allocate(wanted);
        }
        ByteBuffer part = part(size);
        lent.add(part);
        return part;
    }

    private ByteBuffer part(int size) {
        int start = buffer.position();
        if (size > buffer.remaining()) {
            beyond += size;
            return ByteBuffer.allocate(size);
        }
        buffer.position(start + size);
        return buffer.slice(start, size);
    }

    /** Refuses what is not lent: to count it would be to lend memory twice. */
    @Override
    public synchronized void release(ByteBuffer part) {
        if (!lent.remove(part)) {
            throw new IllegalStateException("a part of a row group's memory came back that is not lent");
        }
        if (lent.isEmpty()) {
            buffer.clear();
            // a little more than it took, so that the next one fits
            wanted = (int) Math.min(MOST, buffer.capacity() + beyond + beyond / 4);
            beyond = 0;
        }
    }

    @Override
    public boolean isDirect() {
        return false;
    }
}
