package io.spicerack.core.refresh;

import io.spicerack.model.VersionId;

/** A refresh whose version is current. */
public record Published(VersionId version) implements RefreshStep {}
