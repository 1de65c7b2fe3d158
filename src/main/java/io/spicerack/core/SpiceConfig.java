package io.spicerack.core;

import io.spicerack.core.keys.KeysConfig;
import io.spicerack.core.queue.QueueConfig;
import io.spicerack.core.reading.ReadingConfig;
import io.spicerack.core.refresh.RefreshConfig;
import io.spicerack.core.sources.SourcesConfig;
import io.spicerack.model.Account;

/** The settings of the core, room by room; each checks its own when it is built. */
public record SpiceConfig(
        KeysConfig keys, SourcesConfig sources, ReadingConfig reading, RefreshConfig refresh, QueueConfig queue) {
    public Account account() {
        return keys.account();
    }
}
