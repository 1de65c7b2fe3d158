package io.spicerack.engine.worker;

import java.util.BitSet;
import java.util.Map;

/**
 * Which rows of a data set a statement may need: no row that is left out here is one that it looks for. Places are those of row
 * groups, counted over all files. Nobody changes it.
 *
 * @param leftOut row groups that are not read
 * @param passed of some row groups the slices, of {@link SealedReading#ROWS} rows each, that are passed over
 */
record RowChoice(BitSet leftOut, Map<Integer, BitSet> passed) {
    static final RowChoice ALL = new RowChoice(new BitSet(), Map.of());

    private static final BitSet NONE = new BitSet();

    boolean leavesOut(int place) {
        return leftOut.get(place);
    }

    BitSet passed(int place) {
        return passed.getOrDefault(place, NONE);
    }
}
