package io.spicerack.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.http.HttpAnswer;
import io.spicerack.http.JsonBody;
import io.spicerack.ops.HealthReport;

/** The health of the service as JSON. */
final class HealthJson {
    private HealthJson() {}

    /** @param trusted whether the caller may see more than states: names and messages tell of the sources */
    static HttpAnswer answer(HealthReport report, boolean trusted) {
        ObjectNode health = JsonBody.object().put("status", report.up() ? "UP" : "DOWN");
        ObjectNode checks = health.putObject("checks");
        for (HealthReport.Check check : report.checks()) {
            ObjectNode shown =
                    checks.putObject(check.name()).put("status", check.status().name());
            if (trusted) {
                check.details().forEach((name, value) -> shown.set(name, JsonBody.MAPPER.valueToTree(value)));
            }
        }
        return HttpAnswer.prettyJson(report.up() ? 200 : 503, health);
    }
}
