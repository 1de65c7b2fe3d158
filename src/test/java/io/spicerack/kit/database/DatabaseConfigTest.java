package io.spicerack.kit.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.model.Credentials;
import io.spicerack.model.Secret;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DatabaseConfigTest {
    @Test
    void aPortOutOfRangeIsRefused() {
        assertThatThrownBy(() -> config(70_000, "hospital", "clerk", "secret"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The port of an embedded database is 0 to 65535, not 70000.");
    }

    @Test
    void namesThatWouldNeedQuotesAreRefused() {
        assertThatThrownBy(() -> config(0, "hos pital", "clerk", "secret"))
                .hasMessage("The database name 'hos pital' does not match [a-z_][a-z0-9_]{0,62}. Choose another.");
        assertThatThrownBy(() -> config(0, "hospital", "cl'erk", "secret"))
                .hasMessage("The user name 'cl'erk' does not match [a-z_][a-z0-9_]{0,62}. Choose another.");
    }

    @Test
    void anEmptyPasswordIsRefused() {
        assertThatThrownBy(() -> config(0, "hospital", "clerk", ""))
                .hasMessage("The password of user 'clerk' is empty. Give one.");
    }

    @Test
    void itPrintsNoPassword() {
        assertThat(config(0, "hospital", "clerk", "xyzzy")).asString().doesNotContain("xyzzy");
    }

    private static DatabaseConfig config(int port, String database, String user, String password) {
        return new DatabaseConfig(
                Path.of("data"), Path.of("cache"), port, database, new Credentials(user, Secret.of(password)));
    }
}
