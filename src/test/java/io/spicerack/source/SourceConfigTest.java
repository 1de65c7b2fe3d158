package io.spicerack.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.model.DataSourceType;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceConfigTest {
    private static SourceConfig config(String host, int port, String database, Duration connect) {
        return new SourceConfig(
                DataSourceType.MYSQL,
                host,
                port,
                database,
                true,
                new SourceConfig.Timeouts(connect, Duration.ZERO, Duration.ZERO),
                TypeRules.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource({
        "'a:1/b?x=y', 1, db, 'host '",
        "a, 0, db, 'port 0'",
        "a, 65536, db, 'port 65536'",
        "a, 1, 'db?allowLocalInfile=true', 'database '",
        "a, 1, '', 'database '"
    })
    void whatWouldLeaveItsPlaceInAnAddressIsRefused(String host, int port, String database, String message) {
        assertThatThrownBy(() -> config(host, port, database, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void timesHaveBounds() {
        assertThatThrownBy(() -> config("a", 1, "db", Duration.ZERO))
                .hasMessage("connectTimeout 0 s is not within 1 s to 1 h");
    }

    @Test
    void addressesOfBothVersionsAndNamesAreTaken() {
        assertThat(config("::1", 1, "my db", Duration.ofSeconds(1)).place()).isEqualTo("MYSQL ::1:1/my db");
        assertThat(config("db-1.example.org", 1, "db", Duration.ofSeconds(1)).ssl())
                .isTrue();
    }
}
