package io.spicerack.model;

/** The id of one sealed version of a data set; it names the version's directory in the store. Immutable; safe as a file name. */
public record VersionId(String value) implements Comparable<VersionId> {
    public VersionId {
        Ids.check("version", value);
    }

    @Override
    public int compareTo(VersionId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
