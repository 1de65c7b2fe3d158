package io.spicerack.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.WithServers;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.DataSourceType;
import io.spicerack.source.TypeCase.Way;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts in every encoding that a database of PostgreSQL, or a column of MariaDB, can have. */
@WithServers
class EncodingsTest {
    private static final TestDatabase MARIADB = TestDatabases.mariaDb().newDatabase();
    private static final List<String> SAMPLES =
            List.of("Az 09", "é", "€", "ł", "Ж", "Ω", "א", "ع", "ก", "日本", "中文", "한국", "🌶");

    @ParameterizedTest
    @CsvSource({
        "UTF8, 王🌶é",
        "LATIN1, é",
        "LATIN2, ł",
        "LATIN3, ħ",
        "LATIN4, ķ",
        "LATIN5, ğ",
        "LATIN6, ŋ",
        "LATIN7, ž",
        "LATIN8, ẁ",
        "LATIN9, €",
        "LATIN10, ș",
        "WIN1250, ő",
        "WIN1251, Ж",
        "WIN1252, €",
        "WIN1253, Ω",
        "WIN1254, ş",
        "WIN1255, א",
        "WIN1256, ع",
        "WIN1257, ų",
        "WIN1258, ₫",
        "WIN866, Ж",
        "WIN874, ก",
        "ISO_8859_5, Ж",
        "ISO_8859_6, ع",
        "ISO_8859_7, Ω",
        "ISO_8859_8, א",
        "KOI8R, Ж",
        "KOI8U, ї",
        "EUC_JP, 日本",
        "EUC_JIS_2004, 日本",
        "EUC_CN, 中文",
        "EUC_KR, 한국",
        "EUC_TW, 中文"
    })
    void aDatabaseOfPostgresInAnyEncodingIsReadAsUtf8(String encoding, String text) throws Exception {
        TestDatabase database = create(encoding);
        database.execute(
                "CREATE TABLE t (v varchar(20), c char(4))", "INSERT INTO t VALUES ('" + text + "', '" + text + "')");
        for (Way way : Way.values()) {
            try (SourceConnection source = TestSource.open(database, DataSourceType.POSTGRESQL)) {
                assertThat(TypeCase.read(way, source, "SELECT v FROM t")).containsExactly(text);
            }
        }
        try (SourceConnection source = TestSource.open(database, DataSourceType.POSTGRESQL)) {
            String padded = text + " ".repeat(4 - text.codePointCount(0, text.length()));
            assertThat(TestSource.row(source, "SELECT c FROM t")).containsExactly(padded);
        }
        drop(database);
    }

    @Test
    void inADatabaseOfBytesWhatIsNoUtf8IsRefusedByItsColumn() throws Exception {
        TestDatabase database = create("SQL_ASCII");
        database.execute("CREATE TABLE t (good text, bad text)", "INSERT INTO t VALUES ('é王', E'\\xff')");
        try (SourceConnection source = TestSource.open(database, DataSourceType.POSTGRESQL)) {
            assertThat(TestSource.row(source, "SELECT good FROM t")).containsExactly("é王");
        }
        try (SourceConnection source = TestSource.open(database, DataSourceType.POSTGRESQL)) {
            assertThatThrownBy(() -> TestSource.row(source, "SELECT good, bad FROM t"))
                    .hasMessageContaining("SQLState 22021")
                    .hasMessageContaining("A text is no text in the encoding that its database or table declares")
                    .hasMessageNotContaining("ff");
        }
        drop(database);
    }

    static Stream<String> characterSets() throws SQLException {
        List<String> sets = new ArrayList<>();
        try (Connection connection = MARIADB.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW CHARACTER SET")) {
            while (rows.next()) {
                sets.add(rows.getString(1));
            }
        }
        assertThat(sets).hasSizeGreaterThan(35);
        // binary is no character set: its columns are bytes
        return sets.stream().filter(set -> !set.equals("binary"));
    }

    @ParameterizedTest
    @MethodSource("characterSets")
    void aColumnOfMariaDbInAnyCharacterSetIsReadAsUtf8(String set) throws Exception {
        List<String> kept = held(set);
        assertThat(kept).contains("Az 09");
        String rows = kept.stream()
                .map(text -> "SELECT CONVERT(_utf8mb4'" + text + "' USING " + set + ") AS v")
                .collect(Collectors.joining(" UNION ALL "));
        for (Way way : Way.values()) {
            try (SourceConnection source = TestSource.open(MARIADB, DataSourceType.MARIADB)) {
                assertThat(TypeCase.read(way, source, rows)).isEqualTo(kept);
            }
        }
    }

    /** The samples that this character set can hold, by the server's own word. */
    private static List<String> held(String set) throws SQLException {
        List<String> held = new ArrayList<>();
        try (Connection connection = MARIADB.connect();
                Statement statement = connection.createStatement()) {
            for (String text : SAMPLES) {
                try (ResultSet row = statement.executeQuery("SELECT HEX(CONVERT(CONVERT(_utf8mb4'" + text + "' USING "
                        + set + ") USING utf8mb4)) = HEX(_utf8mb4'" + text + "')")) {
                    row.next();
                    if (row.getBoolean(1)) {
                        held.add(text);
                    }
                }
            }
        }
        return held;
    }

    private static TestDatabase create(String encoding) throws SQLException {
        String name = "in_" + encoding.toLowerCase(java.util.Locale.ROOT);
        administer("CREATE DATABASE " + name + " OWNER " + TestDatabases.USER + " ENCODING '" + encoding
                + "' LOCALE 'C' TEMPLATE template0");
        return new TestDatabase(TestDatabases.postgres().server(), name);
    }

    private static void drop(TestDatabase database) throws SQLException {
        administer("DROP DATABASE " + database.name() + " WITH (FORCE)");
    }

    private static void administer(String sql) throws SQLException {
        try (Connection connection = TestDatabases.postgres().server().administer("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
