package io.spicerack.core.proof;

import io.spicerack.model.ReconcileMode;
import java.time.Duration;

/** Hears how a version is proven. */
public interface ProofListener {
    /**
     * The source is asked; that may take as long as a scan of what was extracted.
     *
     * @param why by this way, in words
     */
    void reconciling(ReconcileMode mode, String why);

    /**
     * The sealed rows equal their source.
     *
     * @param source until its first answer
     * @param all from the first question on
     * @param readingBack the sealed files, most of it while others worked
     */
    void reconciled(ReconcileMode mode, Duration source, Duration all, Duration readingBack);

    /** Rows whose source cannot be asked, or that a step has changed, were read back as they were given. */
    void readBack(long rows, Duration took);
}
