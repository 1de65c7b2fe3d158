package io.spicerack.refresh;

import io.spicerack.audit.CloudTrailEvents;
import io.spicerack.catalog.Catalog;
import io.spicerack.envelope.KeyService;
import io.spicerack.model.Arn;
import io.spicerack.model.DataSetId;
import io.spicerack.store.VersionStore;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Supplier;

/** What every refresh works with. */
record RefreshSteps(
        Catalog catalog,
        VersionStore store,
        KeyService keys,
        KeyRegistrations registrations,
        DataSources dataSources,
        RefreshServices services) {

    /** The rest of it: settings, clock, records, and what follows a publish. */
    record RefreshServices(
            SpiceConfig config,
            Clock clock,
            Trail trail,
            KeyWatch keyWatch,
            Grants grants,
            Retirement retirement,
            VersionHolds holds,
            Supplier<UUID> ids) {}

    CloudTrailEvents events() {
        return services.trail().events();
    }

    Arn arn(DataSetId dataSet) {
        return services.config().account().dataSet(dataSet);
    }
}
