package io.spicerack.refresh;

/** Counts the connections to one data source. Thread-safe. */
final class ConnectionPlaces {
    private int used;

    /** Takes as many as are free of {@code most}, but all or none of {@code least}. Returns how many, 0 for none. */
    synchronized int take(int least, int most, int limit) {
        int taken = Math.min(most, limit - used);
        if (taken < least) {
            return 0;
        }
        used += taken;
        return taken;
    }

    synchronized void give(int count) {
        used -= count;
    }

    synchronized int used() {
        return used;
    }
}
