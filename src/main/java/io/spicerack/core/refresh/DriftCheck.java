package io.spicerack.core.refresh;

import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.model.DriftPolicy;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.table.Schema;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the columns that are about to be sealed with those of the current version. What was asked for with the refresh
 * counts before what its route says, and that before the setting. Thread-safe.
 */
public final class DriftCheck {
    private static final Logger LOGGER = LoggerFactory.getLogger(DriftCheck.class);

    private final Catalog catalog;
    private final DriftPolicy setting;

    public DriftCheck(Catalog catalog, DriftPolicy setting) {
        this.catalog = catalog;
        this.setting = setting;
    }

    /** Fails with the differences where the policy does not take them. */
    void check(IngestionRecord ingestion, Schema now, Optional<DriftPolicy> route) {
        VersionRecord current =
                catalog.read(tx -> tx.versions().current(ingestion.dataSet())).orElse(null);
        if (current == null) {
            return;
        }
        SchemaDrift drift = SchemaDrift.between(SchemaJson.read(current.schemaJson()), now);
        if (drift.none()) {
            return;
        }
        DriftPolicy policy = policy(ingestion, route);
        boolean taken =
                switch (policy) {
                    case FAIL -> false;
                    case ADAPT_WIDENING -> drift.widens();
                    case ADAPT -> true;
                };
        if (!taken) {
            throw refused(ingestion, current, drift, policy);
        }
        LOGGER.atWarn()
                .addKeyValue("dataSetId", ingestion.dataSet())
                .addKeyValue("ingestionId", ingestion.id())
                .addKeyValue("policy", policy.text())
                .addKeyValue("changes", drift)
                .log("columns differ from the current version's and are taken");
    }

    private DriftPolicy policy(IngestionRecord ingestion, Optional<DriftPolicy> route) {
        return catalog.read(tx -> tx.drift().asked(ingestion.dataSet(), ingestion.id()))
                .or(() -> route)
                .orElse(setting);
    }

    private static IngestionException refused(
            IngestionRecord ingestion, VersionRecord current, SchemaDrift drift, DriftPolicy policy) {
        return new IngestionException(
                IngestionErrorType.SQL_SCHEMA_MISMATCH_ERROR,
                "the columns of data set '" + ingestion.dataSet() + "' differ from those of its current version of "
                        + current.published() + ": " + drift + ". The drift policy is " + policy.text()
                        + ", so nothing was kept. If this is meant, take it once with: spicerack refresh "
                        + ingestion.dataSet() + " --drift=adapt; otherwise change the source or the query back");
    }
}
