package io.spicerack.source;

import java.util.OptionalLong;

/** What the server's planner expects of a query: a guess for progress lines, nothing to rely on. Immutable. */
public record Estimate(OptionalLong rows, OptionalLong bytes) {
    public static final Estimate UNKNOWN = new Estimate(OptionalLong.empty(), OptionalLong.empty());
}
