package io.spicerack.model;

/** Rows of one ingestion: QuickSight's RowInfo. */
public record RowInfo(long rowsIngested, long rowsDropped, long totalRowsInDataset) {
    public static final RowInfo NONE = new RowInfo(0, 0, 0);

    public RowInfo {
        if (rowsIngested < 0 || rowsDropped < 0 || totalRowsInDataset < 0) {
            throw new IllegalArgumentException(
                    "row counts are never negative: " + rowsIngested + ", " + rowsDropped + ", " + totalRowsInDataset);
        }
    }
}
