package io.spicerack.page;

import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.core.account.DataSetView;
import io.spicerack.core.refresh.RefreshProgress;
import io.spicerack.login.Role;
import io.spicerack.model.DataSetId;
import io.spicerack.model.ErrorInfo;
import io.spicerack.model.IngestionStatus;
import io.spicerack.ops.KeyLook;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Data sets with how fresh each is against its schedule; those with something wrong first. */
final class DataSetTable {
    private static final Duration LATE = Duration.ofMinutes(15);
    private static final int BAR = 120;

    private final PageState state;
    private final Html html;
    private final Role role;

    DataSetTable(PageState state, Html html, Role role) {
        this.state = state;
        this.html = html;
        this.role = role;
    }

    /** A word for how a data set is, and its colour. */
    record Word(String text, String colour) {
        int rank() {
            return colour.equals("bad") ? 0 : colour.equals("warn") ? 1 : 2;
        }
    }

    void write() {
        html.element("h2", "Data sets", "id", "data-sets");
        if (state.sets().views().isEmpty()) {
            first();
            return;
        }
        html.open("table", "class", "cards")
                .raw("<thead><tr><th scope=\"col\">Data set</th><th scope=\"col\">How it is</th>"
                        + "<th scope=\"col\">Freshness</th><th scope=\"col\" class=\"num\">Rows</th>"
                        + "<th scope=\"col\" class=\"num\">Sealed</th><th scope=\"col\">Key</th><th scope=\"col\">Last run</th>"
                        + "<th scope=\"col\"></th></tr></thead><tbody>");
        state.sets().views().stream()
                .sorted(Comparator.comparingInt(view -> word(view).rank()))
                .forEach(this::row);
        html.close("tbody").close("table");
    }

    /** What to do where nothing is there yet. */
    private void first() {
        html.element("p", "There is none yet. Three ways to the first one:");
        html.open("ul");
        html.element("li", () -> html.element("code", "spicerack demo")
                .text(" goes through the whole job with a sample hospital, beside this service"));
        html.element("li", () -> html.element("code", "spicerack routes new --data-source ID --table TABLE")
                .text(" writes the file of a data set of your own, with the columns found; it is live a second later"));
        html.element("li", () -> html.element("code", "aws quicksight create-data-set")
                .text(" makes one through the API; its URL and access key are in the service's output"));
        html.close("ul");
    }

    private void row(DataSetView view) {
        DataSetId id = view.dataSet().id();
        VersionRecord version = view.current();
        html.open("tr");
        html.element("td", () -> html.element("strong", id.value()));
        Word word = word(view);
        html.element("td", () -> {
            html.element("span", "\u25cf " + word.text(), "class", word.colour());
            error(view).ifPresent(error -> html.element("div", error.type() + ": " + error.message(), "class", "why"));
        });
        html.element("td", () -> freshness(view), "data-l", "Freshness");
        html.element("td", version == null ? "" : PageText.count(version.rows()), "class", "num", "data-l", "Rows");
        html.element("td", version == null ? "" : PageText.bytes(version.bytes()), "class", "num", "data-l", "Sealed");
        html.element("td", () -> key(view), "data-l", "Key");
        html.element(
                "td",
                () -> {
                    html.text(lastRun(view));
                    skipped(view).ifPresent(why -> html.element("div", why, "class", "dim"));
                },
                "data-l",
                "Last run");
        html.element("td", () -> actions(id));
        html.close("tr");
    }

    Word word(DataSetView view) {
        DataSetId id = view.dataSet().id();
        RefreshProgress running = state.sets().running().get(id);
        VersionRecord version = view.current();
        Optional<String> key = version == null
                ? Optional.empty()
                : state.look(version.key().key().toString()).map(KeyLook::known);
        if (key.filter(known -> !known.equals("Enabled") && !known.equals("unknown") && !known.startsWith("not looked"))
                .isPresent()) {
            return new Word("shut: its key is " + key.get(), "bad");
        }
        if (running != null) {
            return running(running);
        }
        IngestionRecord last = view.lastIngestion();
        if (last != null && last.status() == IngestionStatus.QUEUED) {
            return new Word("waits for its turn", "warn");
        }
        if (error(view).isPresent()) {
            return new Word(version == null ? "failed, no version serves" : "failed, the version before serves", "bad");
        }
        if (version == null) {
            return new Word("no version yet", "warn");
        }
        Instant next = state.sets().next().get(id);
        if (next != null && next.plus(LATE).isBefore(state.now())) {
            return new Word("late", "bad");
        }
        if (key.filter(known -> known.equals("unknown")).isPresent()) {
            return new Word("serves; KMS does not say how its key is", "warn");
        }
        return new Word("fresh", "ok");
    }

    private static Word running(RefreshProgress running) {
        return running.kept()
                .map(quiet -> new Word("runs, waiting for the source for " + PageText.duration(quiet), "warn"))
                .orElseGet(() -> new Word("runs: " + running, "ok"));
    }

    private static Optional<ErrorInfo> error(DataSetView view) {
        IngestionRecord last = view.lastIngestion();
        return last == null ? Optional.empty() : Optional.ofNullable(last.error());
    }

    /** Why its last run read nothing. */
    private static Optional<String> skipped(DataSetView view) {
        IngestionRecord last = view.lastIngestion();
        return last == null ? Optional.empty() : Optional.ofNullable(last.skipped());
    }

    /** How far it is from its last publication to its next refresh. */
    private void freshness(DataSetView view) {
        VersionRecord version = view.current();
        if (version == null) {
            return;
        }
        Instant published = version.published() == null ? version.staged() : version.published();
        Duration age = Duration.between(published, state.now());
        Instant next = state.sets().next().get(view.dataSet().id());
        String words =
                PageText.duration(age) + " old" + (next == null ? ", no schedule" : ", next " + PageText.minute(next));
        if (next != null) {
            double all = Math.max(1, Duration.between(published, next).toSeconds());
            double share = Math.max(0, Math.min(1, age.toSeconds() / all));
            String colour = share >= 1 ? "bad" : share > 0.9 ? "warn" : "ok";
            html.element(
                    "svg",
                    () -> html.open("rect", "class", "bar", "width", String.valueOf(BAR), "height", "8", "rx", "4")
                            .close("rect")
                            .open(
                                    "rect",
                                    "class",
                                    "fill " + colour,
                                    "width",
                                    String.format(Locale.ROOT, "%.1f", BAR * share),
                                    "height",
                                    "8",
                                    "rx",
                                    "4")
                            .close("rect"),
                    "viewBox",
                    "0 0 " + BAR + " 8",
                    "width",
                    String.valueOf(BAR),
                    "role",
                    "img",
                    "aria-label",
                    words);
        }
        html.element("span", words, "class", "dim");
    }

    private void key(DataSetView view) {
        VersionRecord version = view.current();
        if (version != null) {
            String arn = version.key().key().toString();
            html.element("span", PageText.shortKey(arn), "class", "mono", "title", arn);
            if (view.drifted()) {
                html.text(" ").element("span", "drifted", "class", "warn");
            }
        }
    }

    private static String lastRun(DataSetView view) {
        IngestionRecord last = view.lastIngestion();
        if (last == null) {
            return "";
        }
        Instant started = last.started();
        Instant ended = last.ended();
        return last.status()
                + (started == null || ended == null
                        ? ""
                        : " in " + PageText.duration(Duration.between(started, ended)) + ", " + PageText.minute(ended));
    }

    private void actions(DataSetId id) {
        PageAction action = state.sets().running().containsKey(id) ? PageAction.CANCEL : PageAction.REFRESH;
        if (role.includes(action.role())) {
            html.element(
                    "a",
                    action.word(),
                    "class",
                    "button",
                    "href",
                    "/confirm?do=" + action.word() + "&of=" + id.value());
        }
    }
}
