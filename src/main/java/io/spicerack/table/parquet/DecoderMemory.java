package io.spicerack.table.parquet;

/**
 * What files are decoded in, one after the other: buffers as large as their row groups. Were they new for each file, they
 * would outlive the young generation and fill the old one. One file at a time; not thread-safe.
 */
public final class DecoderMemory {
    private final PageHasher hasher = new PageHasher();
    private final RowGroupArena rowGroup = new RowGroupArena();
    private final ReusableBytes page = new ReusableBytes();
    private final PageDecoder decoder = new PageDecoder(page);
    private final RowSlices slices = new RowSlices();

    PageDecoder decoder() {
        return decoder;
    }

    RowSlices slices() {
        return slices;
    }

    PageHasher hasher() {
        return hasher;
    }

    /** For the pages of a row group as they are in the file. */
    RowGroupArena rowGroup() {
        return rowGroup;
    }

    /** For one page, inflated. */
    ReusableBytes page() {
        return page;
    }
}
