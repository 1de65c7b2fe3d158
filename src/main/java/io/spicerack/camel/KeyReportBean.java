package io.spicerack.camel;

import io.spicerack.catalog.record.Rewrap;
import io.spicerack.core.keys.KeyReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The bean {@code keyReport}: the key report as a body that routes marshal, filter or mail. Thread-safe. */
public final class KeyReportBean {
    private final KeyReport report;

    KeyReportBean(KeyReport report) {
        this.report = report;
    }

    /** A map for each kept version, its members named as in {@code GET /keys}; texts, booleans and nulls only. */
    public List<Map<String, @Nullable Object>> lines() {
        return report.lines().stream().map(KeyReportBean::row).toList();
    }

    /** The lines of data sets that are not under the key for new data. */
    public List<Map<String, @Nullable Object>> drifted() {
        return report.lines().stream()
                .filter(KeyReport.Line::drifted)
                .map(KeyReportBean::row)
                .toList();
    }

    private static Map<String, @Nullable Object> row(KeyReport.Line line) {
        Rewrap rewrapped = line.rewrapped();
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("dataSetId", line.dataSet().value());
        row.put("versionId", line.version().value());
        row.put("current", line.current());
        row.put("keyArn", line.key().toString());
        row.put("serviceOwnedKey", line.serviceOwned());
        row.put("keyState", line.keyState());
        row.put("grantId", line.grantId());
        row.put("sealed", line.sealed().toString());
        row.put("ingestionId", line.ingestion().value());
        row.put("rewrapped", rewrapped == null ? null : rewrapped.at().toString());
        row.put("rewrappedFrom", rewrapped == null ? null : rewrapped.from().toString());
        row.put("drifted", line.drifted());
        return row;
    }
}
