package io.spicerack.core.refresh;

import io.spicerack.model.DriftPolicy;
import io.spicerack.table.RowGroups;
import java.util.Optional;

/** A refresh whose query runs in a snapshot of its source. */
public final class Extracted implements RefreshStep {
    private final RowGroups rows;
    private final Sealable sealable;
    private final Staging next;

    /** @param rows as they come from the source, or from the definition of the data set */
    Extracted(RowGroups rows, Sealable sealable, Staging next) {
        this.rows = rows;
        this.sealable = sealable;
        this.next = next;
        sealable.refresh().reached(this);
    }

    /** The rows, for {@link #seal} as they are or for a step that changes them. */
    public RowGroups rows() {
        return rows;
    }

    /** Writes all rows into a staged version under the data key; every file is on disk when it returns. */
    public Sealed seal(RowGroups from, Optional<DriftPolicy> drift, RowStep step) {
        if (step == RowStep.AS_READ && from != rows) {
            throw new IllegalArgumentException("data set '" + sealable.refresh().dataSet()
                    + "': the rows to be sealed are not those that were extracted, and those alone are compared with the"
                    + " source. Pass them on as they are, or declare the step between: spice:seal with rows: masked (the same"
                    + " rows with other values) or rows: filtered (fewer or other rows)");
        }
        return next.seal(sealable, from, drift, step);
    }
}
