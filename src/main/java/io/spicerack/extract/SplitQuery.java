package io.spicerack.extract;

/** A query, and how it may be split. Immutable. */
public record SplitQuery(String sql, SplitOptions split) {}
