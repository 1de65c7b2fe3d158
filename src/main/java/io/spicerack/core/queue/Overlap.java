package io.spicerack.core.queue;

/** What becomes of a SCHEDULED request while another ingestion of the data set waits or runs. */
public enum Overlap {
    /** It is dropped. */
    SKIP,
    /** It waits behind the one that runs; where one waits already, it is dropped. */
    QUEUE,
    /** What waits and what runs is cancelled, and it takes their place. */
    REPLACE
}
