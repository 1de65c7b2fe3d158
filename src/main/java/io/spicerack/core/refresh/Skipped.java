package io.spicerack.core.refresh;

/** A refresh that has ended before it read anything: its source answered as it did when the current version was read. */
public record Skipped(String why) implements RefreshStep {}
