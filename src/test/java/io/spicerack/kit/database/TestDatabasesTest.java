package io.spicerack.kit.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.WithServers;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@WithServers
class TestDatabasesTest {
    static Stream<TestDatabases> both() {
        return Stream.of(TestDatabases.postgres(), TestDatabases.mariaDb());
    }

    @ParameterizedTest
    @MethodSource("both")
    void eachTestGetsADatabaseOfItsOwn(TestDatabases databases) throws SQLException {
        TestDatabase first = databases.newDatabase();
        TestDatabase second = databases.newDatabase();
        first.execute("CREATE TABLE note (text VARCHAR(20))", "INSERT INTO note VALUES ('Ольга 王 🌶')");
        second.execute("CREATE TABLE note (text VARCHAR(20))");
        try (var connection = first.connect();
                var rows = connection.createStatement().executeQuery("SELECT text FROM note")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo("Ольга 王 🌶");
        }
    }
}
