package io.spicerack.audit;

import static io.spicerack.audit.AuditFixtures.ACCOUNT;
import static io.spicerack.audit.AuditFixtures.PATIENTS_ARN;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the SQL that docs/audit.md shows, in DuckDB, over files that were written here. */
class DocumentedSearchTest {
    @Test
    void duckDbFindsTheUsesOfKeys(@TempDir Path directory) throws Exception {
        LogFile file = LogFile.of(ACCOUNT, "", AuditFixtures.oneOfEach().toList());
        Path path = directory.resolve(file.key());
        Files.createDirectories(path.getParent());
        Files.write(path, file.gzip());
        String page = Files.readString(Path.of("docs/audit.md"));
        String sql = page.substring(page.indexOf("```sql") + "```sql".length(), page.lastIndexOf("```"))
                .replace("AWSLogs/", directory + "/AWSLogs/");

        List<String> found = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                found.add(rows.getString(1) + " " + rows.getString(2) + " " + rows.getLong(3));
            }
        }

        assertThat(found)
                .contains("Decrypt " + PATIENTS_ARN + " 1", "GenerateDataKey " + PATIENTS_ARN + " 1")
                .hasSize(9);
    }
}
