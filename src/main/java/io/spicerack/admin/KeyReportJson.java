package io.spicerack.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.catalog.record.Rewrap;
import io.spicerack.core.keys.KeyRegistrations;
import io.spicerack.core.keys.KeyRegistrations.KeyForNewData;
import io.spicerack.core.keys.KeyReport;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The key report as JSON. */
final class KeyReportJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private KeyReportJson() {}

    /** It asks KMS once for each key. */
    static ObjectNode of(KeyRegistrations keyRegistrations, KeyReport keyReport) {
        KeyForNewData forNewData = keyRegistrations.keyForNewData();
        ObjectNode answer = NODES.objectNode();
        answer.putObject("keyForNewData")
                .put("keyArn", forNewData.key().toString())
                .put("serviceOwned", forNewData.serviceOwned());
        KeyReport.Report report = keyReport.report();
        ArrayNode lines = answer.putArray("versions");
        int drifted = 0;
        for (KeyReport.Line line : report.lines()) {
            drifted += line.drifted() ? 1 : 0;
            Rewrap rewrapped = line.rewrapped();
            lines.addObject()
                    .put("dataSetId", line.dataSet().value())
                    .put("versionId", line.version().value())
                    .put("current", line.current())
                    .put("keyArn", line.key().toString())
                    .put("serviceOwnedKey", line.serviceOwned())
                    .put("keyState", line.keyState())
                    .put("grantId", line.grantId())
                    .put("sealed", line.sealed().toString())
                    .put("published", text(line.published()))
                    .put("ingestionId", line.ingestion().value())
                    .put("rewrapped", rewrapped == null ? null : rewrapped.at().toString())
                    .put(
                            "rewrappedFrom",
                            rewrapped == null ? null : rewrapped.from().toString())
                    .put("drifted", line.drifted());
        }
        ArrayNode credentials = answer.putArray("credentials");
        for (KeyReport.CredentialsLine line : report.credentials()) {
            credentials
                    .addObject()
                    .put("dataSourceId", line.dataSource().value())
                    .put("keyArn", line.key().toString())
                    .put("keyState", line.keyState())
                    .put("drifted", line.drifted());
        }
        ArrayNode without = answer.putArray("withoutVersion");
        report.withoutVersion().forEach(id -> without.add(id.value()));
        return answer.put("drifted", drifted);
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
