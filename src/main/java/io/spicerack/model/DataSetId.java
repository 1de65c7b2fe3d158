package io.spicerack.model;

/** A data set's id, unique in the account. Immutable; safe as a file name. */
public record DataSetId(String value) implements Comparable<DataSetId> {
    public DataSetId {
        Ids.check("data set", value);
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
