package io.spicerack.catalog.database;

/** A node that stood by was told to stop before its turn came: nothing went wrong. */
public final class StoppedWaitingException extends CatalogException {
    private static final long serialVersionUID = 1L;

    StoppedWaitingException(String place) {
        super("the turn to use the catalog " + place + " had not come when this node was stopped");
    }
}
