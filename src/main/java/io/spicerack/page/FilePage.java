package io.spicerack.page;

import io.spicerack.core.queue.RouteFiles;
import io.spicerack.http.HttpAnswer;
import java.util.List;

/** A file of {@code routes/} that does not run as it is: why, and what it differs in from what runs of it. */
final class FilePage {
    private static final int MOST_LINES = 500;

    private FilePage() {}

    static HttpAnswer answer(RouteFiles.Line line, List<String> difference) {
        return PageFrame.answer(200, line.file() + " - Spicerack", 0, html -> {
            html.open("main").element("h1", line.file(), "class", "mono");
            html.element("p", "\u25cf " + FileTable.words(line) + ", since " + PageText.minute(line.since()) + " UTC");
            line.why().lines().forEach(fault -> html.element("div", fault, "class", "why"));
            html.element("h2", "What it differs in from what runs");
            if (difference.isEmpty()) {
                html.element(
                        "p",
                        line.state() == RouteFiles.State.LIVE
                                ? "Nothing: it runs as it is."
                                : "Nothing that would change what a refresh does.");
            }
            html.element("div", () -> lines(html, difference), "class", "diff mono");
            html.element("a", "Back", "class", "button", "href", "/#files").close("main");
        });
    }

    private static void lines(Html html, List<String> difference) {
        difference.stream().limit(MOST_LINES).forEach(line -> {
            String start = line.stripLeading();
            String colour = start.startsWith("+ ") ? "ok" : start.startsWith("- ") ? "bad" : "";
            html.element("div", plain(line), "class", colour);
        });
        if (difference.size() > MOST_LINES) {
            html.element("div", "and " + (difference.size() - MOST_LINES) + " lines more: spicerack routes diff");
        }
    }

    /** What turns the order of letters about, or is not seen at all, could make a line look like another one. */
    private static String plain(String line) {
        StringBuilder plain = new StringBuilder();
        line.codePoints().forEach(letter -> {
            if (Character.getType(letter) == Character.FORMAT) {
                plain.append("\\u{").append(Integer.toHexString(letter)).append('}');
            } else {
                plain.appendCodePoint(letter);
            }
        });
        return plain.toString();
    }
}
