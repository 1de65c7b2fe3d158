package io.spicerack.table.parquet;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.ByteBufferAllocator;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** Zstandard without Hadoop: parquet-java's own codecs need a Hadoop configuration. Not thread-safe: one per file. */
final class ZstdCodec
        implements CompressionCodecFactory,
                CompressionCodecFactory.BytesInputCompressor,
                CompressionCodecFactory.BytesInputDecompressor {
    private static final ByteBufferAllocator HEAP = new HeapByteBufferAllocator();

    /** Most pages shrink to less than a half: the few that do not are compressed again, with room for all. */
    private static final int LEAST_BUFFER = 1 << 16;

    private final ZstdCompressCtx context = new ZstdCompressCtx();
    private ReusableBytes scratch;

    /** @param scratch for the page that is compressed or inflated */
    ZstdCodec(Compression compression, ReusableBytes scratch) {
        this.scratch = scratch;
        context.setLevel(compression.level());
    }

    /** Has what is inflated from now on stand in {@code memory}. */
    void into(ReusableBytes memory) {
        scratch = memory;
    }

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName name) {
        return only(name);
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName name) {
        return only(name);
    }

    private ZstdCodec only(CompressionCodecName name) {
        if (name != CompressionCodecName.ZSTD) {
            throw new IllegalArgumentException("a sealed file is compressed with ZSTD, not " + name);
        }
        return this;
    }

    /** The result is valid until the next call: encryption copies it at once. */
    @Override
    public BytesInput compress(BytesInput bytes) throws IOException {
        ByteBuffer source = array(bytes);
        int bound = Math.toIntExact(Zstd.compressBound(source.remaining()));
        byte[] target = scratch.atLeast(Math.min(bound, Math.max(LEAST_BUFFER, source.remaining() / 2)));
        int length;
        try {
            length = compress(source, target);
        } catch (ZstdException e) {
            if (e.getErrorCode() != Zstd.errDstSizeTooSmall() || target.length >= bound) {
                throw e;
            }
            target = scratch.atLeast(bound);
            length = compress(source, target);
        }
        return BytesInput.from(target, 0, length);
    }

    private int compress(ByteBuffer source, byte[] target) {
        return context.compressByteArray(
                target, 0, target.length, source.array(), source.arrayOffset() + source.position(), source.remaining());
    }

    /** The result is valid until the next call that has the same memory: a dictionary must be taken before the pages that use it. */
    @Override
    public BytesInput decompress(BytesInput bytes, int uncompressedSize) throws IOException {
        ByteBuffer source = array(bytes);
        byte[] target = scratch.atLeast(uncompressedSize);
        inflate(source.array(), source.arrayOffset() + source.position(), source.remaining(), target, uncompressedSize);
        return BytesInput.from(target, 0, uncompressedSize);
    }

    @Override
    public void decompress(ByteBuffer input, int compressedSize, ByteBuffer output, int uncompressedSize)
            throws IOException {
        byte[] source = new byte[compressedSize];
        input.get(source);
        byte[] target = new byte[uncompressedSize];
        inflate(source, 0, compressedSize, target, uncompressedSize);
        output.put(target);
    }

    /** The bytes where they are, if they are in one array. */
    private static ByteBuffer array(BytesInput bytes) {
        return bytes.toByteBuffer(HEAP, buffer -> {});
    }

    private static void inflate(byte[] source, int offset, int length, byte[] target, int size) throws IOException {
        try {
            long inflated = Zstd.decompressByteArray(target, 0, size, source, offset, length);
            if (inflated != size) {
                throw new IOException("a page inflates to " + inflated + " bytes; its header says " + size);
            }
        } catch (ZstdException e) {
            throw new IOException("a page is not a Zstandard frame of " + size + " bytes", e);
        }
    }

    @Override
    public CompressionCodecName getCodecName() {
        return CompressionCodecName.ZSTD;
    }

    @Override
    public void release() {
        context.close();
    }
}
