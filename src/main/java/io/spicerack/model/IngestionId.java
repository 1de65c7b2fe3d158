package io.spicerack.model;

/** An ingestion's id, unique in its data set. Immutable; safe as a file name. */
public record IngestionId(String value) implements Comparable<IngestionId> {
    public IngestionId {
        Ids.check("ingestion", value);
    }

    @Override
    public int compareTo(IngestionId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
