package io.spicerack.ops;

import io.spicerack.refresh.RefreshProgress;
import java.util.OptionalLong;

/** How long a refresh still takes if its pace stays. */
final class TimeToGo {
    private TimeToGo() {}

    /** Empty without an estimate of the rows, or before the first row. */
    static OptionalLong seconds(RefreshProgress progress) {
        if (progress.expectedRows().isEmpty() || progress.rows() == 0) {
            return OptionalLong.empty();
        }
        long left = Math.max(0, progress.expectedRows().getAsLong() - progress.rows());
        return OptionalLong.of((long) Math.ceil(left / progress.rowsPerSecond()));
    }
}
