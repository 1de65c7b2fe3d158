package io.spicerack.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.core.account.DataSetView;
import io.spicerack.http.JsonBody;
import io.spicerack.login.Role;
import io.spicerack.model.AuditRecord;
import io.spicerack.ops.KeyLook;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which data sets are under which key, how each key is, how old that knowledge is, and what the last drill measured. */
final class KeyMap {
    private static final int FEW = 6;

    private final PageState state;
    private final Html html;
    private final Role role;

    KeyMap(PageState state, Html html, Role role) {
        this.state = state;
        this.html = html;
        this.role = role;
    }

    void write() {
        html.element("h2", "Keys", "id", "keys");
        Map<String, List<String>> under = new TreeMap<>();
        state.keys().looks().forEach(look -> under.put(look.getKeyArn(), new ArrayList<>()));
        for (DataSetView view : state.sets().views()) {
            VersionRecord version = view.current();
            if (version != null) {
                under.computeIfAbsent(version.key().key().toString(), key -> new ArrayList<>())
                        .add(view.dataSet().id().value());
            }
        }
        html.open("table", "class", "cards")
                .raw("<thead><tr><th scope=\"col\">Key</th><th scope=\"col\">State</th>"
                        + "<th scope=\"col\">Data sets under it</th><th scope=\"col\"></th></tr></thead><tbody>");
        under.forEach(this::row);
        html.close("tbody").close("table");
        drill();
    }

    private void row(String arn, List<String> dataSets) {
        html.open("tr");
        html.element("td", () -> {
            html.element("span", arn, "class", "mono");
            if (arn.equals(state.keys().forNewData())) {
                html.element("div", "for new data", "class", "dim");
            }
        });
        html.element(
                "td",
                () -> state.look(arn).ifPresentOrElse(this::look, () -> html.text("not looked at")),
                "data-l",
                "State");
        html.element("td", some(dataSets), "data-l", "Data sets");
        html.element("td", () -> {
            PageAction action = state.look(arn)
                            .filter(look -> look.known().equals("Disabled"))
                            .isPresent()
                    ? PageAction.UNLOCK
                    : PageAction.LOCKDOWN;
            if (role.includes(action.role())) {
                html.element(
                        "a", action.word(), "class", "button", "href", "/confirm?do=" + action.word() + "&of=" + arn);
            }
        });
        html.close("tr");
    }

    private void look(KeyLook look) {
        String known = look.known();
        String colour = known.equals("Enabled") ? "ok" : known.equals("unknown") ? "warn" : "bad";
        html.element("span", "\u25cf " + known, "class", colour);
        String seen = look.getState() == null
                ? ""
                : (look.isStale() ? "was " + look.getState() + ", seen " : "seen ")
                        + PageText.duration(Duration.ofSeconds(look.getAgeSeconds())) + " ago";
        html.element("div", seen, "class", "dim");
        String reason = look.getReason();
        if (reason != null) {
            html.element("div", reason, "class", "why");
        }
    }

    private static String some(List<String> names) {
        int shown = Math.min(FEW, names.size());
        return names.isEmpty()
                ? "none"
                : names.size() + ": " + String.join(", ", names.subList(0, shown))
                        + (names.size() > shown ? " and " + (names.size() - shown) + " more" : "");
    }

    private void drill() {
        state.keys()
                .drill()
                .ifPresentOrElse(
                        this::drill,
                        () -> html.element(
                                "p",
                                "No drill is on record: spicerack drill measures how long a disabled key still opens data.",
                                "class",
                                "dim"));
    }

    private void drill(AuditRecord record) {
        try {
            JsonNode measured = JsonBody.MAPPER.readTree(record.json()).at("/serviceEventDetails/eventResponseDetails");
            boolean kept = measured.path("kept").asBoolean();
            html.element(
                    "p",
                    "Last drill, " + PageText.minute(record.eventTime())
                            + ": after a key was disabled a new reader was denied in "
                            + measured.path("disabledNewReaderDeniedMillis").asLong() + " ms, an open one cut in "
                            + measured.path("disabledOpenReaderCutMillis").asLong() + " ms; promised are "
                            + measured.path("promisedMillis").asLong() + " ms: " + (kept ? "kept." : "NOT KEPT."),
                    "class",
                    kept ? "dim" : "bad");
        } catch (JsonProcessingException e) {
            html.element("p", "The last drill's record cannot be read.", "class", "bad");
        }
    }
}
