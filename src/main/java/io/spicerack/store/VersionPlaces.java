package io.spicerack.store;

import io.spicerack.model.DataSetId;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;

/** Where sealed versions lie: a directory of this machine, or a prefix of a bucket. Thread-safe. */
public interface VersionPlaces {
    /** Refuses with the way out when there is no room for more. */
    void checkFree();

    /** Makes the place of a new version; one that is there already is refused. */
    VersionPlace begin(StoredVersion version) throws IOException;

    /** The place of a version, whether there is something or not. */
    VersionPlace of(StoredVersion version);

    /** Waits until a version that was deleted is gone for good. */
    void settleDeleted(StoredVersion version) throws IOException;

    /** Removes what is left of a data set without versions. */
    void forget(DataSetId dataSet) throws IOException;

    /** All versions that have a place, whole or not. */
    List<StoredVersion> versions();

    /** Removes what writes that never ended have left of versions, but those that are being written now. */
    void discardUnfinished(Predicate<StoredVersion> beingWritten);

    /** The exception for {@code e}, with {@code what} could not be done: a full disk is told apart, and a bucket that does not answer. */
    RuntimeException failed(String what, IOException e);
}
