package io.spicerack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Which keys a lock-down or its undoing is about, and how its answer is told. */
final class SwitchedKeys {
    /** The service itself waits no longer than the longest bound of 15 minutes and KMS's time. */
    static final Duration PATIENCE = Duration.ofMinutes(20);

    /** One of the two. */
    static final class Choice {
        @Option(names = "--key", paramLabel = "ARN", description = "This key.")
        private @Nullable String key;

        @Option(names = "--all", description = "Every key that protects something here or is registered.")
        private boolean all;
    }

    /** More lines than these hide what matters. */
    private static final int FEW = 10;

    @Option(names = "--each", description = "A line for each data set, however many there are.")
    private boolean each;

    @ArgGroup(multiplicity = "1")
    private Choice choice = new Choice();

    String query() {
        return choice.all ? "all=true" : "key=" + UrlPart.of("the key", Objects.requireNonNull(choice.key));
    }

    /** Prints how many and how fast, then a line for each data set where they are few or {@code --each} asks. The exit status. */
    int tell(ServiceCommand command, JsonNode answer, TextTable table, BiConsumer<String, JsonNode> line) {
        List<JsonNode> dataSets = new ArrayList<>();
        int failures = 0;
        int failing = 0;
        for (JsonNode key : answer.path("keys")) {
            String arn = key.path("keyArn").asText();
            if (key.path("failure").isTextual()) {
                command.err().println("NOT SWITCHED: " + key.path("failure").asText());
                failures++;
            } else if (key.path("dataSets").isEmpty()) {
                command.out().println(arn + ": switched; no data set is under it");
            }
            for (JsonNode dataSet : key.path("dataSets")) {
                dataSets.add(dataSet);
                failing += dataSet.has("millis") ? 0 : 1;
            }
        }
        boolean few = each || dataSets.size() <= FEW;
        if (dataSets.size() > 1) {
            command.out().println(summary(answer.path("keys").size() - failures, dataSets, failing));
        }
        answer.path("keys").forEach(key -> key.path("dataSets").forEach(dataSet -> {
            if (few || !dataSet.has("millis")) {
                line.accept(key.path("keyArn").asText(), dataSet);
            }
        }));
        if (!dataSets.isEmpty() && (few || failing > 0)) {
            command.out().println(table);
        }
        return failures + failing == 0 ? 0 : 1;
    }

    private static String summary(int keys, List<JsonNode> dataSets, int failing) {
        long slowest = dataSets.stream()
                .mapToLong(dataSet -> dataSet.path("millis").asLong())
                .max()
                .orElse(0);
        long cut = dataSets.stream()
                .mapToLong(dataSet -> dataSet.path("readersCut").asLong())
                .sum();
        return HumanText.count(dataSets.size() - failing) + " of " + HumanText.count(dataSets.size())
                + " data sets under " + HumanText.count(keys) + " KMS keys, the slowest after "
                + HumanText.count(slowest) + " ms; " + HumanText.count(cut) + " readers were cut";
    }
}
