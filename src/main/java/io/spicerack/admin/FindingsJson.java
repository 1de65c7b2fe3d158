package io.spicerack.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.http.JsonBody;
import io.spicerack.ops.Finding;
import java.util.List;

/** What checks found, as JSON. */
final class FindingsJson {
    private FindingsJson() {}

    static ObjectNode of(List<Finding> findings) {
        ObjectNode answer = JsonBody.object();
        ArrayNode all = answer.putArray("findings");
        findings.forEach(finding -> all.addObject()
                .put("check", finding.check())
                .put("level", finding.level().name())
                .put("found", finding.found())
                .put("do", finding.wayOut()));
        return answer;
    }
}
