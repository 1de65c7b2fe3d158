package io.spicerack.table.parquet;

import org.apache.parquet.bytes.ByteBufferAllocator;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.HeapByteBufferAllocator;

/** Where the values of a page begin in an array. Immutable, apart from the array. */
final class PageValues {
    private static final ByteBufferAllocator HEAP = new HeapByteBufferAllocator();

    private final byte[] data;
    private final int start;

    PageValues(byte[] data, int start) {
        this.data = data;
        this.start = start;
    }

    /** The bytes where they are, if they are in one array. */
    static PageValues of(BytesInput input) {
        var buffer = input.toByteBuffer(HEAP, copy -> {});
        return new PageValues(buffer.array(), buffer.arrayOffset() + buffer.position());
    }

    byte[] data() {
        return data;
    }

    int start() {
        return start;
    }
}
