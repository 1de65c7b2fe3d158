package io.spicerack.core.queue;

/**
 * How the queue is worked off.
 *
 * @param concurrent how many refreshes run at the same time
 * @param tries how often a refresh begins in all, where its connection breaks each time; 1 to 10
 */
public record QueueConfig(int concurrent, int tries) {
    public QueueConfig {
        if (concurrent < 1) {
            throw new IllegalArgumentException(
                    "spicerack.refresh.concurrent is " + concurrent + "; it must be at least 1");
        }
        if (tries < 1 || tries > 10) {
            throw new IllegalArgumentException("spicerack.source.tries is " + tries + "; it must be from 1 to 10");
        }
    }
}
