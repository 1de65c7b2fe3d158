package io.spicerack.page;

import io.spicerack.model.AuditRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The records of a day by hour and event: what happens always, and what happened once. */
final class AuditByHour {
    private static final int NAMES = 190;
    private static final int CELL = 33;
    private static final int LINE = 20;
    private static final int HOURS = 24;
    private static final int MOST = 20;

    private final PageState state;
    private final Html html;

    AuditByHour(PageState state, Html html) {
        this.state = state;
        this.html = html;
    }

    void write() {
        html.element("h2", "Audit of the last day, by hour and event", "id", "audit");
        if (state.trail().events().isEmpty()) {
            html.element("p", "Nothing is on record but looks at keys.");
            return;
        }
        Instant first = state.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(HOURS - 1));
        Map<String, long[]> counts = new TreeMap<>();
        Map<String, Long> failures = new TreeMap<>();
        for (AuditRecord event : state.trail().events()) {
            int hour = (int) Duration.between(first, event.eventTime()).toHours();
            if (!event.eventTime().isBefore(first) && hour < HOURS) {
                counts.computeIfAbsent(event.eventName(), name -> new long[HOURS])[hour]++;
                failures.merge(event.eventName(), event.errorCode() == null ? 0L : 1L, Long::sum);
            }
        }
        List<Map.Entry<String, long[]>> lines = counts.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<String, long[]> line) -> -sum(line.getValue())))
                .limit(MOST)
                .toList();
        int width = NAMES + CELL * HOURS;
        int height = LINE * lines.size() + 22;
        html.open("div", "class", "split");
        html.open(
                "svg", "viewBox", "0 0 " + NAMES + " " + height, "width", String.valueOf(NAMES), "aria-hidden", "true");
        for (int i = 0; i < lines.size(); i++) {
            name(lines.get(i).getKey(), failures.getOrDefault(lines.get(i).getKey(), 0L), i * LINE);
        }
        html.close("svg");
        // on a phone the newest hours are what is seen first
        html.open("div", "class", "scroll")
                .open(
                        "svg",
                        "viewBox",
                        NAMES + " 0 " + (width - NAMES) + " " + height,
                        "width",
                        String.valueOf(width - NAMES),
                        "role",
                        "img",
                        "aria-label",
                        "Records by hour and event");
        for (int i = 0; i < lines.size(); i++) {
            line(lines.get(i).getValue(), i * LINE);
        }
        for (int hour = 0; hour < HOURS; hour += 3) {
            html.element(
                    "text",
                    PageText.minute(first.plus(Duration.ofHours(hour))).substring(6),
                    "x",
                    String.valueOf(NAMES + hour * CELL),
                    "y",
                    String.valueOf(height - 6));
        }
        html.close("svg").close("div").close("div");
        html.element(
                "p",
                (state.trail().events().size() < PageState.MOST_EVENTS
                                ? ""
                                : "These are the newest " + PageText.count(PageState.MOST_EVENTS) + " records. ")
                        + "Looks at keys that went well are left out. All there is: spicerack audit search.",
                "class",
                "dim");
    }

    private void name(String event, long failed, int y) {
        html.element(
                "text", event + (failed > 0 ? " (" + failed + " failed)" : ""), "x", "0", "y", String.valueOf(y + 14));
    }

    private void line(long[] counts, int y) {
        for (int hour = 0; hour < HOURS; hour++) {
            long count = counts[hour];
            if (count > 0) {
                int x = NAMES + hour * CELL;
                double strength = Math.min(0.85, 0.15 + Math.log10((double) count) * 0.25);
                html.open(
                                "rect",
                                "class",
                                "heat",
                                "x",
                                String.valueOf(x),
                                "y",
                                String.valueOf(y + 1),
                                "width",
                                String.valueOf(CELL - 2),
                                "height",
                                String.valueOf(LINE - 2),
                                "rx",
                                "2",
                                "fill-opacity",
                                String.format(Locale.ROOT, "%.2f", strength))
                        .close("rect")
                        .element(
                                "text",
                                count > 9_999 ? count / 1000 + "k" : String.valueOf(count),
                                "x",
                                String.valueOf(x + CELL / 2 - 1),
                                "y",
                                String.valueOf(y + 14),
                                "text-anchor",
                                "middle");
            }
        }
    }

    private static long sum(long[] counts) {
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }
}
