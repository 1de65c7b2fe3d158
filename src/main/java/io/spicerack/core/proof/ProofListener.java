package io.spicerack.core.proof;

import io.spicerack.model.ReconcileMode;
import java.time.Duration;
import java.util.Optional;

/** Hears how a version is proven. */
public interface ProofListener {
    /** The source is asked; that may take as long as a scan of what was extracted. */
    void reconciling(ReconcileMode mode);

    void reconciled(ReconcileMode mode, long sourceNanos, long allNanos, Optional<ReadBack> readBack);

    /** Rows whose source cannot be asked, or that a step has changed. */
    void readBack(long rows, Duration took);
}
