package io.spicerack.core.trail;

import io.spicerack.catalog.Catalog;
import java.util.HashMap;
import java.util.Map;

/**
 * What only one may take from at a time: each audit sink, and the ingestions of each data set. Two that share one would each
 * miss what the other took. Of nodes that work at once, one takes what comes to a sink. Thread-safe.
 */
public final class SoleOwners {
    /** Lasts until it is closed; closing it twice is closing it once. */
    public interface Ownership extends AutoCloseable {
        @Override
        void close();
    }

    private final Catalog catalog;
    private final Map<String, Ownership> owned = new HashMap<>();
    private final Map<String, String> owners = new HashMap<>();

    public SoleOwners(Catalog catalog) {
        this.catalog = catalog;
    }

    /** Whether it is for this node to take from {@code what}, for now. */
    public boolean isHere(String what) {
        return catalog.does(what);
    }

    /**
     * Makes {@code by} the one owner of {@code what}, such as audit sink 'files'; {@code IllegalStateException} names the
     * owner that there is.
     */
    public synchronized Ownership own(String what, String by) {
        String before = owners.get(what);
        if (before != null) {
            throw new IllegalStateException(by + " cannot take " + what + ": " + before
                    + " takes it already, and two would each miss what the other took. Take one of them away, or give"
                    + " it another name");
        }
        Ownership ownership = new Ownership() {
            @Override
            public void close() {
                end(what, this);
            }
        };
        owned.put(what, ownership);
        owners.put(what, by);
        return ownership;
    }

    private synchronized void end(String what, Ownership ownership) {
        if (owned.remove(what, ownership)) {
            owners.remove(what);
            catalog.leaves(what);
        }
    }
}
