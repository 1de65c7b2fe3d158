package io.spicerack.catalog.record;

import io.spicerack.model.LookbackWindow;
import org.jspecify.annotations.Nullable;

/**
 * QuickSight's DataSetRefreshProperties. Immutable.
 *
 * @param window what an incremental refresh reads again; null where there are none
 * @param alertStatus ENABLED or DISABLED, kept and given back; null where nothing was said
 */
public record RefreshProperties(@Nullable LookbackWindow window, @Nullable String alertStatus) {}
