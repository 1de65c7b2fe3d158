package io.spicerack.admin;

import java.io.IOException;
import java.io.OutputStream;

/** How rows are written. */
enum RowFormat {
    CSV("text/csv; charset=utf-8; header=present"),
    JSON("application/x-ndjson");

    private final String contentType;

    RowFormat(String contentType) {
        this.contentType = contentType;
    }

    static RowFormat of(String name) {
        return switch (name) {
            case "csv" -> CSV;
            case "json" -> JSON;
            default -> throw Refusal.badParameter("format is '" + name + "'; it must be csv or json");
        };
    }

    String contentType() {
        return contentType;
    }

    RowWriter writer(OutputStream out) throws IOException {
        return this == CSV ? new CsvRows(out) : new JsonRows(out);
    }
}
