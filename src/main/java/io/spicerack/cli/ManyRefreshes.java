package io.spicerack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Refreshes data sets, a few at a time. One that is queued or runs already is waited for, as after an earlier run of this was
 * killed. One thread runs it.
 */
final class ManyRefreshes {
    /** What became of them. */
    record Result(int refreshed, List<String> failed) {}

    static final Set<String> ENDED = Set.of("COMPLETED", "FAILED", "CANCELLED", "SKIPPED");
    private static final long LOOK_EVERY_MILLIS = 250;
    private static final int LOOKS_PER_LINE = 20;

    private final ServiceCommand command;
    private final ManagementClient client;
    private final int atATime;
    private final Map<String, String> running = new LinkedHashMap<>();
    private final List<String> failed = new ArrayList<>();
    private int refreshed;

    ManyRefreshes(ServiceCommand command, ManagementClient client, int atATime) {
        this.command = command;
        this.client = client;
        this.atATime = atATime;
    }

    Result run(Collection<String> dataSets) {
        Deque<String> waiting = new ArrayDeque<>(dataSets);
        for (long look = 1; !waiting.isEmpty() || !running.isEmpty(); look++) {
            begin(waiting);
            if (look % LOOKS_PER_LINE == 0) {
                tellProgress(waiting.size());
            }
            pause();
            endFinished(dataSets.size());
        }
        return new Result(refreshed, List.copyOf(failed));
    }

    private void begin(Deque<String> waiting) {
        while (running.size() < atATime && !waiting.isEmpty()) {
            String dataSet = waiting.remove();
            try {
                running.put(dataSet, unfinished(dataSet));
            } catch (ServiceException e) {
                command.err().println(dataSet + ": " + e.getMessage());
                failed.add(dataSet);
            }
        }
    }

    private String unfinished(String dataSet) {
        for (JsonNode status : client.get("/data-sets").path("dataSets")) {
            JsonNode last = status.path("lastIngestion");
            if (status.path("dataSetId").asText().equals(dataSet)
                    && last.has("status")
                    && !ENDED.contains(last.path("status").asText())) {
                return last.path("ingestionId").asText();
            }
        }
        return asked(dataSet);
    }

    private String asked(String dataSet) {
        return client.post(ingestions(dataSet)).path("ingestionId").asText();
    }

    private void endFinished(int all) {
        for (Iterator<Map.Entry<String, String>> each = running.entrySet().iterator(); each.hasNext(); ) {
            Map.Entry<String, String> entry = each.next();
            JsonNode ingestion = client.get(ingestions(entry.getKey()) + "/" + entry.getValue());
            String status = ingestion.path("status").asText();
            if (status.equals("SKIPPED")) {
                // a schedule's, which was under way already: asked for by hand, it is read all the same
                entry.setValue(asked(entry.getKey()));
            } else if (ENDED.contains(status)) {
                each.remove();
                ended(entry.getKey(), status, ingestion, all);
            }
        }
    }

    private void ended(String dataSet, String status, JsonNode ingestion, int all) {
        if (status.equals("COMPLETED")) {
            refreshed++;
            command.out()
                    .println(dataSet + ": COMPLETED, "
                            + HumanText.count(ingestion.path("rows").asLong()) + " rows (" + refreshed + " of " + all
                            + ")");
        } else {
            failed.add(dataSet);
            JsonNode error = ingestion.path("error");
            command.err()
                    .println(dataSet + ": " + status + ", " + error.path("type").asText("no reason given") + ": "
                            + error.path("message").asText("see the service's log"));
        }
        command.out().flush();
        command.err().flush();
    }

    private void tellProgress(int waiting) {
        List<String> lines = new ArrayList<>();
        running.forEach((dataSet, id) -> {
            JsonNode ingestion = client.get(ingestions(dataSet) + "/" + id);
            lines.add(dataSet + " " + ingestion.path("status").asText() + " "
                    + HumanText.count(ingestion.path("rows").asLong()) + " rows");
        });
        command.err().println(String.join("; ", lines) + "; " + waiting + " to begin");
        command.err().flush();
    }

    private static String ingestions(String dataSet) {
        return "/data-sets/" + UrlPart.dataSet(dataSet) + "/ingestions";
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServiceException("interrupted; the refreshes that were queued go on in the service");
        }
    }
}
