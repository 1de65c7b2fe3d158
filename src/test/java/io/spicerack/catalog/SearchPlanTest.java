package io.spicerack.catalog;

import static io.spicerack.catalog.CatalogFixtures.CLOCK;
import static io.spicerack.catalog.CatalogFixtures.KEY_A;
import static io.spicerack.catalog.CatalogFixtures.NOON;
import static io.spicerack.catalog.CatalogFixtures.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.TakesLong;
import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.model.Arn;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Searches go through an index, however long the trail is. */
@TakesLong
class SearchPlanTest {
    private static final Arn PATIENTS = Arn.parse("arn:aws:quicksight:eu-west-1:111122223333:dataset/patients");
    private static final AuditQuery NEWEST = AuditQuery.newest(100);

    private final Path directory;

    SearchPlanTest(@TempDir Path directory) {
        this.directory = directory;
    }

    static Stream<AuditQuery> searches() {
        return Stream.of(
                NEWEST.about(PATIENTS),
                NEWEST.about(PATIENTS).named("Decrypt"),
                NEWEST.about(PATIENTS).named("Grant"),
                NEWEST.about(PATIENTS).named("Decrypt").between(NOON.minusSeconds(60), NOON.plusSeconds(60)),
                NEWEST.using(KEY_A),
                NEWEST.using(KEY_A).named("Decrypt"),
                NEWEST.named("Decrypt"),
                NEWEST.between(NOON.minusSeconds(60), NOON.plusSeconds(60)));
    }

    @ParameterizedTest
    @MethodSource("searches")
    void aSearchWithAConditionDoesNotWalkThroughTheTrail(AuditQuery query) {
        assertThat(plan(query))
                .isNotEmpty()
                .anyMatch(step -> step.matches("SEARCH audit_event USING (COVERING )?INDEX audit_event_by_.*"))
                .noneMatch(step -> step.startsWith("SCAN"));
    }

    @Test
    void whatHasNoConditionIsReadFromTheEnd() {
        assertThat(plan(NEWEST)).containsExactly("SCAN audit_event");
    }

    @Test
    void theEndOfTheTrailIsReadFromTheEndAsFarAsItIsWanted() {
        assertThat(plan(NEWEST.withoutLooks().between(NOON.minusSeconds(60), null)))
                .anyMatch(step -> step.equals("SCAN audit_event"))
                .noneMatch(step -> step.contains("ORDER BY"));
    }

    private List<String> plan(AuditQuery query) {
        try (Catalog catalog = Catalog.open(directory.resolve("catalog.db"), CLOCK)) {
            catalog.run(tx -> {
                for (String name : List.of("CreateGrant", "Decrypt", "GenerateDataKey", "RetireGrant")) {
                    tx.audit().append(event(UUID.randomUUID(), name, NOON));
                }
            });
            return catalog.read(tx -> tx.audit().plan(query));
        }
    }
}
