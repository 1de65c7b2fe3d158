package io.spicerack.pgwire.value;

import io.spicerack.query.QueryType;

/** The two formats of the protocol, for every type. */
public final class CellFormats {
    private CellFormats() {}

    /**
     * The way to write a cell.
     *
     * @param format {@link CellFormat#TEXT} or {@link CellFormat#BINARY}
     */
    public static CellFormat of(QueryType type, int format) {
        return format == CellFormat.BINARY ? BinaryCell.of(type) : TextCell.of(type);
    }
}
