package io.spicerack.page;

import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.model.DataSetId;
import io.spicerack.model.ErrorInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The runs of a day, a line for each data set: overlap, failure and slowness at one look. */
final class RunTimeline {
    private static final int NAMES = 190;
    private static final int WIDTH = 1000;
    private static final int LINE = 18;
    private static final int HOURS = 24;
    private static final int MOST = 60;

    private final PageState state;
    private final Html html;

    RunTimeline(PageState state, Html html) {
        this.state = state;
        this.html = html;
    }

    void write() {
        html.element("h2", "Runs of the last day (UTC)", "id", "runs");
        List<Map.Entry<DataSetId, List<IngestionRecord>>> lines = state.sets().runs().entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .toList();
        if (lines.isEmpty()) {
            html.element("p", "Nothing ran.");
            return;
        }
        int shown = Math.min(MOST, lines.size());
        int height = LINE * shown + 24;
        html.open("div", "class", "split");
        html.open(
                "svg", "viewBox", "0 0 " + NAMES + " " + height, "width", String.valueOf(NAMES), "aria-hidden", "true");
        for (int i = 0; i < shown; i++) {
            name(lines.get(i).getKey(), i * LINE);
        }
        html.close("svg");
        // on a phone the newest hours are what is seen first
        html.open("div", "class", "scroll")
                .open(
                        "svg",
                        "viewBox",
                        NAMES + " 0 " + (WIDTH - NAMES) + " " + height,
                        "width",
                        String.valueOf(WIDTH - NAMES),
                        "role",
                        "img",
                        "aria-label",
                        "Runs of " + lines.size()
                                + " data sets within a day; each bar tells its data set, time and end");
        for (int hour = 0; hour <= HOURS; hour += 3) {
            Instant time = state.now().minus(Duration.ofHours(HOURS - hour));
            html.open("line", "class", "grid", "x1", at(x(time)), "x2", at(x(time)), "y1", "0", "y2", at(LINE * shown))
                    .close("line")
                    .element(
                            "text",
                            PageText.minute(time).substring(6),
                            "x",
                            at(Math.max(NAMES + 16, Math.min(x(time), WIDTH - 16))),
                            "y",
                            at(height - 6),
                            "text-anchor",
                            "middle");
        }
        for (int i = 0; i < shown; i++) {
            line(lines.get(i).getKey(), lines.get(i).getValue(), i * LINE);
        }
        html.close("svg").close("div").close("div");
        if (lines.size() > shown) {
            html.element("p", (lines.size() - shown) + " more data sets ran.", "class", "dim");
        }
    }

    private void name(DataSetId dataSet, int y) {
        String name = dataSet.value();
        html.element("text", name.length() > 28 ? name.substring(0, 27) + "\u2026" : name, "x", "0", "y", at(y + 13));
    }

    private void line(DataSetId dataSet, List<IngestionRecord> runs, int y) {
        for (IngestionRecord run : runs) {
            Instant started = run.started();
            if (started != null) {
                Instant ended = run.ended() == null ? state.now() : run.ended();
                // one that has just begun would lie beyond the edge
                double width = Math.max(3, x(ended) - x(started));
                double left = Math.min(x(started), WIDTH - width);
                html.element(
                        "rect",
                        () -> html.element("title", words(dataSet, run, Duration.between(started, ended))),
                        "class",
                        "fill " + colour(run),
                        "x",
                        at(left),
                        "y",
                        at(y + 3),
                        "height",
                        "12",
                        "rx",
                        "2",
                        "width",
                        at(width));
            }
        }
    }

    private static String words(DataSetId dataSet, IngestionRecord run, Duration took) {
        ErrorInfo error = run.error();
        return dataSet + ": " + run.status() + " after " + PageText.duration(took) + ", "
                + PageText.count(run.rows().rowsIngested()) + " rows"
                + (run.skipped() == null ? "" : "; " + run.skipped())
                + (error == null ? "" : "; " + error.type() + ": " + error.message());
    }

    private static String colour(IngestionRecord run) {
        return switch (run.status()) {
            case COMPLETED -> "ok";
            case FAILED -> "bad";
            case CANCELLED, SKIPPED -> "dim";
            case RUNNING, QUEUED, INITIALIZED -> "warn";
        };
    }

    private double x(Instant time) {
        double past = Duration.between(time, state.now()).toSeconds() / (double) PageState.PAST.toSeconds();
        return NAMES + (WIDTH - NAMES) * Math.max(0, 1 - past);
    }

    private static String at(double place) {
        return String.format(Locale.ROOT, "%.1f", place);
    }
}
