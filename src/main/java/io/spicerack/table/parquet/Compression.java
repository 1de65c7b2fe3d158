package io.spicerack.table.parquet;

/**
 * How hard Zstandard tries, from 1, the fastest, to 19. Files of every level are read alike. Immutable.
 */
public record Compression(int level) {
    /** On wide tables higher levels save a few percent and take several times the CPU. */
    public static final Compression DEFAULT = new Compression(1);

    private static final int HIGHEST = 19;

    public Compression {
        if (level < 1 || level > HIGHEST) {
            throw new IllegalArgumentException(
                    "spicerack.store.zstd-level is " + level + "; it must be from 1 to " + HIGHEST);
        }
    }
}
