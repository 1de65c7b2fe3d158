package io.spicerack.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.core.trail.Callers;
import io.spicerack.http.HttpAnswer;
import io.spicerack.http.JsonBody;
import io.spicerack.ops.LogLevels;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Set;

/** The calls of {@code /log-levels}. Thread-safe. */
final class LogLevelEndpoints {
    private final LogLevels levels;
    private final Callers callers;

    LogLevelEndpoints(LogLevels levels, Callers callers) {
        this.levels = levels;
        this.callers = callers;
    }

    List<Endpoint> all() {
        return List.of(
                Endpoint.of("GET /log-levels", call -> answer()),
                Endpoint.of("PUT /log-levels", Set.of("room", "level", "seconds"), this::change),
                Endpoint.of("DELETE /log-levels", Set.of("room"), this::reset));
    }

    private HttpAnswer change(ManagementCall call) {
        try {
            levels.change(call.required("room"), call.required("level"), time(call), callers);
        } catch (IllegalArgumentException e) {
            throw Refusal.badParameter(String.valueOf(e.getMessage()));
        }
        return answer();
    }

    private static Duration time(ManagementCall call) {
        String seconds = call.parameter("seconds").orElse("600");
        try {
            return Duration.parse("PT" + seconds + "S");
        } catch (DateTimeParseException e) {
            throw Refusal.badParameter("'" + seconds + "' is no number of seconds");
        }
    }

    private HttpAnswer reset(ManagementCall call) {
        String room = call.required("room");
        if (!levels.reset(room, callers)) {
            throw Refusal.notFound("nobody has changed the level of '" + room + "'");
        }
        return answer();
    }

    private HttpAnswer answer() {
        ObjectNode answer = JsonBody.object();
        ArrayNode all = answer.putArray("logLevels");
        for (LogLevels.Changed changed : levels.changed()) {
            all.addObject()
                    .put("room", changed.room())
                    .put("level", changed.level().name())
                    .put("until", changed.until().toString());
        }
        return HttpAnswer.prettyJson(200, answer);
    }
}
