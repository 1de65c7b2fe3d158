package io.spicerack.source.postgres;

import io.spicerack.model.DataSourceType;
import io.spicerack.source.FailureTable;
import java.io.IOException;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PostgresFailureTableTest {
    /** Those without an entry of their own are told by their class. */
    private static final Stream<String> OF_CLASSES = Stream.of(
            "08006", "22003", "22012", "22P02", "28000", "28P01", "40003", "42846", "53000", "58030", "XX000", "XX001");

    @Test
    void eachSqlStateHasATypeARetryAndWordsThatLeadOut() throws IOException {
        FailureTable.check(
                "failures-postgres.txt",
                DataSourceType.POSTGRESQL,
                new PostgresErrors(),
                Stream.concat(PostgresErrors.MEANINGS.keySet().stream(), OF_CLASSES)
                        .map(state -> new SQLException("Jane Doe", state)));
    }
}
