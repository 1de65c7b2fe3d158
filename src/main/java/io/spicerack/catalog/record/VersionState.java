package io.spicerack.catalog.record;

/** Where a version of a data set is in its life: written but unseen, the one that is read, or waiting for removal. */
public enum VersionState {
    STAGED,
    CURRENT,
    SUPERSEDED
}
