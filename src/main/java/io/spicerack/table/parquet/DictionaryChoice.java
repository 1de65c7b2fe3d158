package io.spicerack.table.parquet;

/**
 * Whether a column chunk is worth a dictionary: first a sample is asked, so that columns of distinct values cost next to
 * nothing; whoever builds the dictionary gives it up once it is full. Stateless.
 */
final class DictionaryChoice {
    /** A larger dictionary saves little: its ids take two bytes and its values stand in the file as well. */
    static final int MOST_ENTRIES = 1 << 16;

    /** Bytes of a dictionary that readers still hold gladly; parquet-java's limit. */
    static final int MOST_BYTES = 1 << 20;

    private static final int BLOCKS = 8;
    private static final int BLOCK = 512;
    private static final double MOST_DISTINCT = 0.9;

    private DictionaryChoice() {}

    /** Gives a value its id, equal ones the same; negative when the dictionary is full. */
    @FunctionalInterface
    interface Ids {
        int id(int index);
    }

    /** Whether blocks of {@code count} values repeat themselves. Few values are always tried. */
    static boolean worthTrying(int count, Ids ids) {
        if (count < 2 * BLOCKS * BLOCK) {
            return true;
        }
        int distinct = 0;
        for (int block = 0; block < BLOCKS; block++) {
            int from = (int) ((long) (count - BLOCK) * block / (BLOCKS - 1));
            for (int i = from; i < from + BLOCK; i++) {
                int id = ids.id(i);
                if (id < 0) {
                    return false;
                }
                distinct = Math.max(distinct, id + 1);
            }
        }
        return distinct < MOST_DISTINCT * BLOCKS * BLOCK;
    }

    /** Whether dictionary and ids together are smaller than the values themselves. */
    static boolean pays(int entries, long dictionaryBytes, int count, long plainBytes) {
        return dictionaryBytes + (long) count * HybridRuns.bits(entries) / Byte.SIZE < plainBytes;
    }
}
