package io.spicerack.core.refresh;

import io.spicerack.audit.event.CloudTrailEvents;
import io.spicerack.catalog.Catalog;
import io.spicerack.core.SpiceConfig;
import io.spicerack.core.keys.Grants;
import io.spicerack.core.keys.KeyRegistrations;
import io.spicerack.core.keys.KeyWatch;
import io.spicerack.core.reading.Retirement;
import io.spicerack.core.reading.VersionHolds;
import io.spicerack.core.sources.DataSources;
import io.spicerack.core.trail.Trail;
import io.spicerack.envelope.KeyService;
import io.spicerack.model.Arn;
import io.spicerack.model.DataSetId;
import io.spicerack.store.VersionStore;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Supplier;

/** What every refresh works with. */
public record RefreshSteps(
        Catalog catalog,
        VersionStore store,
        KeyService keys,
        KeyRegistrations registrations,
        DataSources dataSources,
        RefreshServices services) {

    /** The rest of it: settings, clock, records, and what follows a publish. */
    public record RefreshServices(
            SpiceConfig config,
            Clock clock,
            Trail trail,
            KeyWatch keyWatch,
            Grants grants,
            Retirement retirement,
            VersionHolds holds,
            Supplier<UUID> ids) {}

    public CloudTrailEvents events() {
        return services.trail().events();
    }

    public Arn arn(DataSetId dataSet) {
        return services.config().account().dataSet(dataSet);
    }
}
