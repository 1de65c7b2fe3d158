package io.spicerack.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.core.Spice;
import io.spicerack.core.account.DataSets;
import io.spicerack.model.ErrorInfo;
import io.spicerack.model.KeyState;
import io.spicerack.ops.KeyLook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/**
 * Whether the service can do its work. A restart or a larger disk helps when it is DOWN; a disabled key or a failed
 * ingestion does not make it so, since the data that may be read still is: they are shown as WARN. Thread-safe.
 */
final class Health {
    private static final long LEAST_FREE_BYTES = 100L << 20;

    private final Spice spice;
    private final Clock clock;
    private final Path dataDirectory;

    Health(Spice spice, Clock clock, Path dataDirectory) {
        this.spice = spice;
        this.clock = clock;
        this.dataDirectory = dataDirectory;
    }

    /** @param trusted whether the caller may see more than states: names and messages tell of the sources */
    Answer answer(boolean trusted) {
        ObjectNode checks = JsonNodeFactory.instance.objectNode();
        boolean up = catalogAndIngestions(checks);
        up &= disk(checks);
        if (!trusted) {
            checks.forEach(check -> ((ObjectNode) check).retain("status"));
        }
        ObjectNode health = JsonNodeFactory.instance.objectNode().put("status", up ? "UP" : "DOWN");
        health.set("checks", checks);
        return Answer.json(up ? 200 : 503, health);
    }

    private boolean catalogAndIngestions(ObjectNode checks) {
        try {
            List<DataSets.Status> all = spice.dataSets().status();
            checks.putObject("catalog").put("status", "UP").put("dataSets", all.size());
            ingestions(checks.putObject("ingestions"), all);
            keys(checks.putObject("keys"));
            return true;
        } catch (RuntimeException e) {
            checks.putObject("catalog")
                    .put("status", "DOWN")
                    .put("reason", Refusal.of(e).words());
            return false;
        }
    }

    private static void ingestions(ObjectNode check, List<DataSets.Status> all) {
        ArrayNode failed = JsonNodeFactory.instance.arrayNode();
        for (DataSets.Status status : all) {
            IngestionRecord last = status.lastIngestion();
            ErrorInfo error = last == null ? null : last.error();
            if (last != null && error != null) {
                failed.addObject()
                        .put("dataSetId", last.dataSet().value())
                        .put("ingestionId", last.id().value())
                        .put("errorType", error.type().name())
                        .put("message", error.message());
            }
        }
        check.put("status", failed.isEmpty() ? "UP" : "WARN").set("lastFailed", failed);
    }

    private void keys(ObjectNode check) {
        ArrayNode states = JsonNodeFactory.instance.arrayNode();
        boolean well = true;
        for (KeyLook look : KeyLook.all(spice, clock)) {
            String state = look.getState();
            well &= state == null || state.equals(KeyState.Enabled.name());
            states.addObject()
                    .put("keyArn", look.getKeyArn())
                    .put("state", state)
                    .put("ageSeconds", look.getAgeSeconds());
        }
        check.put("status", well ? "UP" : "WARN").set("states", states);
    }

    private boolean disk(ObjectNode checks) {
        ObjectNode check = checks.putObject("disk").put("directory", dataDirectory.toString());
        try {
            long free = Files.getFileStore(dataDirectory).getUsableSpace();
            boolean enough = free >= LEAST_FREE_BYTES;
            check.put("status", enough ? "UP" : "DOWN").put("freeBytes", free).put("leastFreeBytes", LEAST_FREE_BYTES);
            return enough;
        } catch (IOException e) {
            check.put("status", "DOWN").put("reason", "the free space cannot be read: " + e.getMessage());
            return false;
        }
    }
}
