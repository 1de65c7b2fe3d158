package io.spicerack.core.sources;

/** Counts the connections to one data source. Thread-safe. */
public final class ConnectionPlaces {
    private int used;

    /** Takes as many as are free of {@code most}, but all or none of {@code least}. Returns how many, 0 for none. */
    public synchronized int take(int least, int most, int limit) {
        int taken = Math.min(most, limit - used);
        if (taken < least) {
            return 0;
        }
        used += taken;
        return taken;
    }

    public synchronized void give(int count) {
        used -= count;
    }
}
