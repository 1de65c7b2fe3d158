package io.spicerack.ops;

/**
 * What watches from beside, and is shown by the management port.
 *
 * @param kms measures what KMS takes
 * @param log keeps the newest lines about each data set
 */
public record Observers(KmsTimes kms, RecentLog log) {
    /** New ones, which have seen nothing. */
    public Observers() {
        this(new KmsTimes(), new RecentLog());
    }
}
