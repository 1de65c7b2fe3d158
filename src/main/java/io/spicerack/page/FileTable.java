package io.spicerack.page;

import io.spicerack.core.queue.RouteFiles;
import io.spicerack.login.Role;
import io.spicerack.model.DataSetId;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.stream.Collectors;

/** The files of {@code routes/} and {@code config/catalog/} and how each is; those that are not as they should be first. */
final class FileTable {
    /** Who may see what files say: queries are not for everybody who may look. */
    static final Role DIFFERS_FOR = Role.OPERATOR;

    private static final String ROUTES = "routes/";

    private final PageState state;
    private final Html html;
    private final Role role;

    /** @param role of whoever looks */
    FileTable(PageState state, Html html, Role role) {
        this.state = state;
        this.html = html;
        this.role = role;
    }

    void write() {
        html.element("h2", "Files", "id", "files");
        if (state.files().isEmpty()) {
            html.element("p", "None: files in routes/ declare data sets, and files in config/catalog/ data sources.");
            return;
        }
        html.open("table", "class", "cards")
                .raw("<thead><tr><th scope=\"col\">File</th><th scope=\"col\">How it is</th>"
                        + "<th scope=\"col\">Since</th><th scope=\"col\">Data sets</th></tr></thead><tbody>");
        state.files().stream()
                .sorted(Comparator.comparing(line -> line.state() == RouteFiles.State.LIVE))
                .forEach(this::row);
        html.close("tbody").close("table");
    }

    private void row(RouteFiles.Line line) {
        html.open("tr");
        html.element("td", line.file(), "class", "mono");
        html.element("td", () -> {
            html.element("span", "\u25cf " + words(line), "class", colour(line));
            line.why().lines().forEach(fault -> html.element("div", fault, "class", "why"));
            if (line.state() != RouteFiles.State.LIVE && line.file().startsWith(ROUTES) && role.includes(DIFFERS_FOR)) {
                html.element("a", "What differs", "href", "/file?of=" + encoded(line.file()));
            }
        });
        html.element("td", PageText.minute(line.since()), "data-l", "Since");
        html.element(
                "td",
                line.dataSets().stream().map(DataSetId::value).collect(Collectors.joining(", ")),
                "data-l",
                "Data sets");
        html.close("tr");
    }

    private static String encoded(String file) {
        return URLEncoder.encode(file, StandardCharsets.UTF_8).replace("+", "%20");
    }

    static String words(RouteFiles.Line line) {
        return switch (line.state()) {
            case LIVE -> "live";
            case REFUSED -> line.serves() ? "refused, what it said before goes on" : "refused, nothing of it runs";
            case DRAINING -> "draining";
        };
    }

    private static String colour(RouteFiles.Line line) {
        return switch (line.state()) {
            case LIVE -> "ok";
            case REFUSED -> line.serves() ? "warn" : "bad";
            case DRAINING -> "warn";
        };
    }
}
