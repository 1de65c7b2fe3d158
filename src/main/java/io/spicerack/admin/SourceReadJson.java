package io.spicerack.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.catalog.record.SourceReadRecord;
import io.spicerack.model.RefreshEstimate;
import io.spicerack.model.SourceBudget;
import io.spicerack.model.SourceSnapshot;
import io.spicerack.model.SourceUse;
import java.time.Duration;

/** What an ingestion read from its data source, as JSON. Stateless. */
final class SourceReadJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private SourceReadJson() {}

    static ObjectNode snapshot(SourceSnapshot snapshot) {
        return NODES.objectNode()
                .put("dataSourceId", snapshot.dataSource().value())
                .put("server", snapshot.server())
                .put("time", snapshot.time().toString())
                .put("position", snapshot.position().orElse(null));
    }

    static ObjectNode expected(RefreshEstimate expected) {
        ObjectNode node = NODES.objectNode();
        expected.rows().ifPresent(rows -> node.put("rows", rows));
        expected.bytes().ifPresent(bytes -> node.put("bytes", bytes));
        expected.time().ifPresent(time -> node.put("seconds", seconds(time)));
        return node;
    }

    /** Members {@code snapshot}, {@code expected}, {@code used} once it has ended, and {@code budget}; {@code rowsSince} of an incremental refresh. */
    static void put(SourceReadRecord read, ObjectNode ingestion) {
        ObjectNode snapshot = snapshot(read.snapshot());
        read.replicaLag().ifPresent(lag -> snapshot.put("replicaLagSeconds", seconds(lag)));
        ingestion.set("snapshot", snapshot);
        read.since().ifPresent(since -> ingestion.put("rowsSince", since.toString()));
        ingestion.set("expected", expected(read.expected()));
        SourceUse used = read.used();
        if (used != null) {
            ingestion
                    .putObject("used")
                    .put("rows", used.rows())
                    .put("bytes", used.bytes())
                    .put("seconds", seconds(used.time()))
                    .put("connections", used.connections())
                    .put("waitedSeconds", seconds(used.waited()))
                    .put("transactionSeconds", seconds(used.transaction()))
                    .put("megabytesPerSecond", used.bytesPerSecond() / 1e6);
        }
        ingestion.set("budget", budget(read.budget()));
    }

    private static ObjectNode budget(SourceBudget budget) {
        ObjectNode node = NODES.objectNode();
        budget.longestTransaction().ifPresent(time -> node.put("longestTransactionSeconds", seconds(time)));
        budget.statementTimeout().ifPresent(time -> node.put("statementTimeoutSeconds", seconds(time)));
        budget.connections().ifPresent(count -> node.put("connections", count));
        budget.bytesPerSecond().ifPresent(rate -> node.put("megabytesPerSecond", rate / 1e6));
        budget.replicaLag().ifPresent(lag -> node.put("replicaLagSeconds", seconds(lag)));
        return node;
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }
}
