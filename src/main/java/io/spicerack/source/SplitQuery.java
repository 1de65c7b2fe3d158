package io.spicerack.source;

/** A query, and how it may be split. Immutable. */
public record SplitQuery(String sql, SplitOptions split) {}
