package io.spicerack.model;

/** A data source's id, unique in the account. Immutable; safe as a file name. */
public record DataSourceId(String value) implements Comparable<DataSourceId> {
    public DataSourceId {
        Ids.check("data source", value);
    }

    @Override
    public int compareTo(DataSourceId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
