package io.spicerack;

import static java.util.function.Predicate.not;
import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.model.IngestionErrorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RunbookTest {
    private static final Pattern LINK = Pattern.compile("\\]\\((?!http)([^)#]+)");

    @Test
    void everyReasonOfAFailedIngestionHasAWayOut() throws IOException {
        String runbook = Files.readString(Path.of("docs/operations.md"));
        assertThat(Stream.of(IngestionErrorType.values()).map(type -> '`' + type.name() + '`'))
                .allSatisfy(type -> assertThat(runbook).contains(type));
    }

    @Test
    void linksBetweenDocumentsLeadSomewhere() throws IOException {
        for (String document : new String[] {"docs/operations.md", "docs/threat-model.md"}) {
            assertThat(LINK.matcher(Files.readString(Path.of(document)))
                            .results()
                            .map(link -> link.group(1))
                            // written together with the code that it describes
                            .filter(not("format.md"::equals)))
                    .allSatisfy(link -> assertThat(Path.of("docs", link)).exists());
        }
    }
}
