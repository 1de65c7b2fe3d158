package io.spicerack.page;

import io.spicerack.catalog.record.DataSourceError;
import io.spicerack.catalog.record.DataSourceRecord;
import io.spicerack.model.ResourceStatus;

/** Data sources and whether they can be connected to, as the last connection found. */
final class SourceTable {
    private final PageState state;
    private final Html html;

    SourceTable(PageState state, Html html) {
        this.state = state;
        this.html = html;
    }

    void write() {
        html.element("h2", "Data sources", "id", "sources");
        if (state.sources().isEmpty()) {
            html.element("p", "None: files in config/catalog/ declare them, and the API makes others.");
            return;
        }
        html.open("table", "class", "cards")
                .raw("<thead><tr><th scope=\"col\">Data source</th><th scope=\"col\">Where</th>"
                        + "<th scope=\"col\">How it is</th></tr></thead><tbody>");
        state.sources().forEach(this::row);
        html.close("tbody").close("table");
    }

    private void row(DataSourceRecord source) {
        html.open("tr");
        html.element("td", () -> html.element("strong", source.id().value()));
        html.element(
                "td",
                source.type() + " " + source.host() + ":" + source.port() + "/" + source.database()
                        + (source.ssl() ? ", TLS" : ", no TLS"),
                "class",
                "mono",
                "data-l",
                "Where");
        html.element("td", () -> {
            ResourceStatus status = source.status();
            boolean failed = status == ResourceStatus.CREATION_FAILED || status == ResourceStatus.UPDATE_FAILED;
            boolean tested = status == ResourceStatus.CREATION_SUCCESSFUL || status == ResourceStatus.UPDATE_SUCCESSFUL;
            html.element(
                    "span",
                    "\u25cf " + (failed ? "cannot be connected to" : tested ? "usable" : "is being tested"),
                    "class",
                    failed ? "bad" : tested ? "ok" : "warn");
            DataSourceError error = source.error();
            if (error != null) {
                html.element("div", error.type() + ": " + error.message(), "class", "why");
            }
        });
        html.close("tr");
    }
}
