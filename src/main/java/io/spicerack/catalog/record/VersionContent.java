package io.spicerack.catalog.record;

import org.jspecify.annotations.Nullable;

/**
 * What is in a version, beside its files. Immutable.
 *
 * @param logicalBytes the size of its values by QuickSight's rule
 * @param revision of the definition that it was made with; null for a route's
 */
public record VersionContent(long logicalBytes, @Nullable Long revision) {}
