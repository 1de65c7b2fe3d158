package io.spicerack.core.refresh;

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
 * counts before what its route says, and that before the setting. One thread runs it.
 */
final class DriftCheck {
    private static final Logger LOGGER = LoggerFactory.getLogger(DriftCheck.class);

    private final RefreshSteps steps;
    private final IngestionRecord ingestion;

    DriftCheck(RefreshSteps steps, IngestionRecord ingestion) {
        this.steps = steps;
        this.ingestion = ingestion;
    }

    /** Fails with the differences where the policy does not take them. */
    void check(Schema now, Optional<DriftPolicy> route) {
        VersionRecord current = steps.catalog()
                .read(tx -> tx.versions().current(ingestion.dataSet()))
                .orElse(null);
        if (current == null) {
            return;
        }
        SchemaDrift drift = SchemaDrift.between(SchemaJson.read(current.schemaJson()), now);
        if (drift.none()) {
            return;
        }
        DriftPolicy policy = policy(route);
        boolean taken =
                switch (policy) {
                    case FAIL -> false;
                    case ADAPT_WIDENING -> drift.widens();
                    case ADAPT -> true;
                };
        if (!taken) {
            throw refused(current, drift, policy);
        }
        LOGGER.atWarn()
                .addKeyValue("dataSetId", ingestion.dataSet())
                .addKeyValue("ingestionId", ingestion.id())
                .addKeyValue("policy", policy.text())
                .addKeyValue("changes", drift)
                .log("columns differ from the current version's and are taken");
    }

    private DriftPolicy policy(Optional<DriftPolicy> route) {
        return steps.catalog()
                .read(tx -> tx.drift().asked(ingestion.dataSet(), ingestion.id()))
                .or(() -> route)
                .orElse(steps.services().config().source().drift());
    }

    private IngestionException refused(VersionRecord current, SchemaDrift drift, DriftPolicy policy) {
        return new IngestionException(
                IngestionErrorType.SQL_SCHEMA_MISMATCH_ERROR,
                "the columns of data set '" + ingestion.dataSet() + "' differ from those of its current version of "
                        + current.published() + ": " + drift + ". The drift policy is " + policy.text()
                        + ", so nothing was kept. If this is meant, take it once with: spicerack refresh "
                        + ingestion.dataSet() + " --drift=adapt; otherwise change the source or the query back");
    }
}
