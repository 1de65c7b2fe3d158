package io.spicerack.core.refresh;

import io.spicerack.model.RowInfo;
import io.spicerack.table.RowGroups;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the rows of a version come from, and how they count. */
interface RowOrigin {
    /** The parts that are sealed, where {@code rows} is what the route hands over: these very rows, or what became of them. */
    List<? extends RowGroups> parts(RowGroups rows);

    /** What QuickSight's RowInfo says of a version of {@code sealed} rows. */
    RowInfo rowInfo(long sealed);

    /** Whether {@code sealed} rows are as many as were read, where that can be told. */
    default boolean keeps(long sealed) {
        return true;
    }

    /** The revision of the definition that they were made by; null where none was. */
    default @Nullable Long revision() {
        return null;
    }
}
