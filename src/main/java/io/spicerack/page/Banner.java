package io.spicerack.page;

import io.spicerack.core.account.DataSetView;
import io.spicerack.ops.HealthReport;
import io.spicerack.ops.KeyLook;
import java.util.ArrayList;
import java.util.List;

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
                    "All is well: " + state.sets().views().size() + " data sets, "
                            + state.sets().running().size() + " refreshes under way.");
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
        for (KeyLook look : state.keys().looks()) {
            String known = look.known();
            String key = "Key " + PageText.key(look.getKeyArn());
            if (known.equals("unknown")) {
                troubles.add(new Trouble(
                        key + ": KMS does not say how it is.",
                        "Readers are cut when their bound is over without an answer. Check the way to KMS: spicerack doctor.",
                        true));
            } else if (!known.equals("Enabled") && look.getState() != null) {
                troubles.add(new Trouble(
                        key + " is " + known + ": what is sealed under it cannot be read.",
                        "Meant? Then it works. Otherwise enable it in KMS, or unlock it below.",
                        true));
            }
        }
        long failing = state.sets().views().stream().filter(Banner::fails).count();
        if (failing > 0) {
            troubles.add(new Trouble(
                    failing
                            + (failing == 1
                                    ? " data set's last ingestion failed."
                                    : " data sets' last ingestions failed."),
                    "The version before serves. Why stands with each below; then refresh it.",
                    false));
        }
        return troubles;
    }

    private static boolean fails(DataSetView view) {
        return view.lastIngestion() != null && view.lastIngestion().error() != null;
    }
}
