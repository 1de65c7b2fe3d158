package io.spicerack.table;

/** The entries of a dictionary of texts or bytes. Its arrays are not to be changed. Immutable, apart from them. */
public final class BytesEntries {
    private final byte[] data;
    private final int[] starts;
    private final int[] lengths;

    /**
     * @param data holds them
     * @param starts where each begins
     * @param lengths of each
     */
    public BytesEntries(byte[] data, int[] starts, int[] lengths) {
        this.data = data;
        this.starts = starts;
        this.lengths = lengths;
    }

    /** How many there are. */
    public int count() {
        return starts.length;
    }

    public byte[] data() {
        return data;
    }

    /** Where an entry starts in {@link #data()}. */
    public int start(int entry) {
        return starts[entry];
    }

    public int length(int entry) {
        return lengths[entry];
    }
}
