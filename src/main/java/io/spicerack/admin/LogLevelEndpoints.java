package io.spicerack.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.core.trail.Callers;
import io.spicerack.http.HttpAnswer;
import io.spicerack.http.JsonBody;
import io.spicerack.ops.LogLevels;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The calls of {@code /log-levels}. Thread-safe. */
final class LogLevelEndpoints {
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

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
        if (!SECONDS.matcher(seconds).matches()) {
            throw Refusal.badParameter("'" + seconds + "' is no whole number of seconds; give one from 1 to 86400");
        }
        return Duration.ofSeconds(Long.parseLong(seconds));
    }

    private HttpAnswer reset(ManagementCall call) {
        String room = call.required("room");
        try {
            if (levels.reset(room, callers)) {
                return answer();
            }
        } catch (IllegalArgumentException e) {
            throw Refusal.badParameter(String.valueOf(e.getMessage()));
        }
        List<String> changed =
                levels.changed().stream().map(LogLevels.Changed::room).toList();
        throw Refusal.notFound("nobody has changed the level of '" + room + "': it is as the configuration says. "
                + (changed.isEmpty() ? "None is changed" : "Changed are " + changed));
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
