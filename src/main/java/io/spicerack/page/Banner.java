package io.spicerack.page;

import io.spicerack.core.account.DataSetView;
import io.spicerack.core.queue.RouteFiles;
import io.spicerack.core.trail.FailingSinks;
import io.spicerack.ops.HealthReport;
import io.spicerack.ops.KeyLook;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is wrong and what to do, before anything else on the page. */
final class Banner {
    /** One thing that is wrong. */
    private record Trouble(String words, String wayOut, boolean bad) {}

    private final PageState state;
    private final Html html;

    Banner(PageState state, Html html) {
        this.state = state;
        this.html = html;
    }

    void write() {
        List<Trouble> troubles = troubles();
        boolean bad = troubles.stream().anyMatch(Trouble::bad);
        html.open("div", "class", "banner" + (troubles.isEmpty() ? " okbox" : bad ? "" : " warnbox"), "role", "status");
        if (troubles.isEmpty()) {
            html.element(
                    "p",
                    "All is well: " + counted(state.sets().views().size(), "data set") + ", "
                            + counted(state.sets().running().size(), "refresh") + " under way.");
        }
        troubles.forEach(trouble -> html.element("p", () -> {
            html.element("strong", trouble.words(), "class", trouble.bad() ? "bad" : "warn");
            html.text(" " + trouble.wayOut());
        }));
        html.close("div");
    }

    private List<Trouble> troubles() {
        List<Trouble> troubles = new ArrayList<>();
        for (HealthReport.Check check : state.health().checks()) {
            if (check.status() == HealthReport.Status.DOWN) {
                troubles.add(new Trouble(
                        check.name() + " is DOWN: " + check.details().getOrDefault("reason", "see the log") + ".",
                        "Nothing is refreshed until that is mended.",
                        true));
            }
        }
        boolean shut = false;
        for (KeyLook look : state.keys().looks()) {
            String known = look.known();
            String key = "Key " + PageText.key(look.getKeyArn());
            if (known.equals("unknown")) {
                troubles.add(new Trouble(
                        key + ": KMS does not say how it is.",
                        "Readers are cut when their bound is over without an answer. Check the way to KMS: spicerack doctor.",
                        true));
            } else if (!known.equals("Enabled") && look.getState() != null) {
                shut = true;
                troubles.add(new Trouble(
                        key + " is " + known + ": what is sealed under it cannot be read.",
                        "Meant? Then it works. Otherwise enable it in KMS, or an admin unlocks it below.",
                        true));
            }
        }
        state.trail().failing().forEach(sink -> troubles.add(trouble(sink)));
        long failing = state.sets().views().stream().filter(Banner::fails).count();
        if (failing > 0) {
            troubles.add(new Trouble(
                    failing
                            + (failing == 1
                                    ? " data set's last ingestion failed."
                                    : " data sets' last ingestions failed."),
                    (shut ? "" : "The version before serves. ") + "Why stands with each below; then refresh it.",
                    false));
        }
        refusedFiles().ifPresent(troubles::add);
        return troubles;
    }

    private Optional<Trouble> refusedFiles() {
        List<RouteFiles.Line> refused = state.files().stream()
                .filter(file -> file.state() == RouteFiles.State.REFUSED)
                .toList();
        if (refused.isEmpty()) {
            return Optional.empty();
        }
        boolean allServe = refused.stream().allMatch(RouteFiles.Line::serves);
        return Optional.of(new Trouble(
                refused.size() == 1 ? "1 file is refused." : refused.size() + " files are refused.",
                (allServe ? "What was good before goes on. " : "Not all of their data sets are refreshed. ")
                        + "Why stands with each below, under Files; mend it, and it is taken up by itself.",
                !allServe));
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : what.endsWith("h") ? "es" : "s");
    }

    private Trouble trouble(FailingSinks.Failing failing) {
        Long waiting = state.trail().backlog().get(failing.sink());
        String since = " takes nothing since " + PageText.minute(failing.since()) + " ("
                + PageText.duration(Duration.between(failing.since(), state.now())) + "): " + failing.reason() + ".";
        return waiting == null
                ? new Trouble(
                        "The way of " + failing.sink() + since,
                        "Nobody hears of failures by it; what it has not brought is given up after an hour. The log says"
                                + " more.",
                        true)
                : new Trouble(
                        "Audit sink " + failing.sink() + since,
                        PageText.count(waiting)
                                + " records wait for it in the catalog, and none is lost. Mend it, and it"
                                + " goes on by itself; one that is no longer used: spicerack audit sinks --forget "
                                + failing.sink(),
                        true);
    }

    private static boolean fails(DataSetView view) {
        return view.lastIngestion() != null && view.lastIngestion().error() != null;
    }
}
