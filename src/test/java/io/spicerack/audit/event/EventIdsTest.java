package io.spicerack.audit.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EventIdsTest {
    @Test
    void idsOfOneMillisecondStillGrow() {
        EventIds ids = new EventIds(Clock.fixed(AuditFixtures.NOON, ZoneOffset.UTC), new SecureRandom());

        List<UUID> made = Stream.generate(ids).limit(10_000).toList();

        assertThat(made).allSatisfy(id -> {
            assertThat(id.version()).isEqualTo(7);
            assertThat(id.variant()).isEqualTo(2);
        });
        assertThat(made.stream().map(UUID::toString).toList()).isSorted().doesNotHaveDuplicates();
        assertThat(made.get(0).getMostSignificantBits() >>> 16).isEqualTo(AuditFixtures.NOON.toEpochMilli());
    }
}
