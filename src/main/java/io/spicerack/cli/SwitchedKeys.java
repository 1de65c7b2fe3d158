package io.spicerack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
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

    @ArgGroup(multiplicity = "1")
    private Choice choice = new Choice();

    String query() {
        return choice.all ? "all=true" : "key=" + UrlPart.of(Objects.requireNonNull(choice.key));
    }

    /** Prints the table with a line for each data set, and what else there is to say. The exit status. */
    int tell(ServiceCommand command, JsonNode answer, TextTable table, BiConsumer<String, JsonNode> line) {
        boolean well = true;
        boolean any = false;
        for (JsonNode key : answer.path("keys")) {
            String arn = key.path("keyArn").asText();
            if (key.path("failure").isTextual()) {
                command.err().println("NOT SWITCHED: " + key.path("failure").asText());
                well = false;
            } else if (key.path("dataSets").isEmpty()) {
                command.out().println(arn + ": switched; no data set is under it");
            }
            for (JsonNode dataSet : key.path("dataSets")) {
                line.accept(arn, dataSet);
                any = true;
                well &= dataSet.has("millis");
            }
        }
        if (any) {
            command.out().println(table);
        }
        return well ? 0 : 1;
    }
}
