package io.spicerack.source.mysql;

import io.spicerack.model.DataSourceType;
import io.spicerack.source.FailureTable;
import java.io.IOException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class MySqlFailureTableTest {
    @Test
    void eachNumberHasATypeARetryAndWordsThatLeadOut() throws IOException {
        FailureTable.check(
                "failures-mysql.txt",
                DataSourceType.MYSQL,
                new MySqlErrors(),
                MySqlErrors.MEANINGS.keySet().stream().map(number -> new SQLException("Jane Doe", "HY000", number)));
    }
}
