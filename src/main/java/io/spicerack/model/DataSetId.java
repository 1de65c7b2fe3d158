package io.spicerack.model;

import java.util.Optional;

/** A data set's id, unique in the account. Immutable; safe as a file name. */
public record DataSetId(String value) implements Comparable<DataSetId> {
    public DataSetId {
        Ids.check("data set", value);
    }

    /** The id that a name is; empty where no data set can be called so. */
    public static Optional<DataSetId> named(String name) {
        return Ids.isOne(name) ? Optional.of(new DataSetId(name)) : Optional.empty();
    }

    @Override
    public int compareTo(DataSetId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
