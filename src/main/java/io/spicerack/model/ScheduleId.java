package io.spicerack.model;

/** A refresh schedule's id, unique in its data set. Immutable. */
public record ScheduleId(String value) implements Comparable<ScheduleId> {
    public ScheduleId {
        Ids.check("schedule", value);
    }

    @Override
    public int compareTo(ScheduleId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
