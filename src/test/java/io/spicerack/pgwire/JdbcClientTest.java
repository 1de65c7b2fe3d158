package io.spicerack.pgwire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.query.QueryColumn;
import io.spicerack.query.QueryType;
import io.spicerack.query.QueryType.Plain;
import io.spicerack.query.QueryType.Special;
import io.spicerack.table.ColumnType;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.PGConnection;

/** PostgreSQL's own JDBC driver at the door. */
@Timeout(60)
class JdbcClientTest {
    private static final FixedRowsEngine ENGINE = new FixedRowsEngine();
    private static final UUID ID = UUID.fromString("0123e4b5-89ab-cdef-0123-456789abcdef");
    private static final List<QueryType> TYPES = List.of(
            new Plain(new ColumnType.Bool()),
            new Plain(new ColumnType.Int(32)),
            new Plain(new ColumnType.Int(64)),
            new Plain(new ColumnType.Decimal(12, 3)),
            new Plain(new ColumnType.Decimal(38, 5)),
            new Plain(new ColumnType.Floating(32)),
            new Plain(new ColumnType.Floating(64)),
            new Plain(new ColumnType.Text()),
            new Plain(new ColumnType.Json()),
            new Plain(new ColumnType.Binary()),
            new Plain(new ColumnType.Uuid()),
            new Plain(new ColumnType.Date()),
            new Plain(new ColumnType.Time()),
            new Plain(new ColumnType.Timestamp(false)),
            new Plain(new ColumnType.Timestamp(true)),
            Special.SMALLINT,
            Special.OID,
            Special.NAME,
            new QueryType.ListOf(new Plain(new ColumnType.Int(32))));
    private static final List<Object> VALUES = List.of(
            true,
            -2_000_000_000,
            Long.MIN_VALUE,
            new BigDecimal("-123456789.250"),
            new BigDecimal("123456789012345678901234567890123.00001"),
            1.5e-30f,
            -1.7976931348623157e308,
            "Zoë's \"tab\"\tand\nline \\ €",
            "{\"a\": [1, null]}",
            new byte[] {0, 1, (byte) 0xff},
            ID,
            LocalDate.of(1582, 10, 4),
            LocalTime.of(23, 59, 59, 123_456_000),
            LocalDateTime.of(2026, 2, 28, 1, 2, 3, 40_000_000),
            OffsetDateTime.of(1969, 12, 31, 23, 59, 59, 999_999_000, ZoneOffset.UTC),
            -32768,
            4_294_967_295L,
            "pg_catalog",
            "{1,NULL,-3}");

    private static OpenDoor door;

    @BeforeAll
    static void open() {
        List<QueryColumn> columns = new ArrayList<>();
        List<@Nullable Object> nothing = new ArrayList<>();
        for (QueryType type : TYPES) {
            columns.add(new QueryColumn("c" + columns.size(), type));
            nothing.add(null);
        }
        ENGINE.table(
                "SELECT every type", new FixedRowsEngine.Table(columns, List.of(new ArrayList<>(VALUES), nothing)));
        door = new OpenDoor(ENGINE);
    }

    @AfterAll
    static void close() {
        door.close();
    }

    @Test
    void everyTypeIsReadInText() throws SQLException {
        readsEveryType(Map.of("binaryTransfer", "false"));
    }

    @Test
    void everyTypeIsReadInBinary() throws SQLException {
        readsEveryType(Map.of(
                "prepareThreshold",
                "-1",
                "binaryTransferEnable",
                "16,17,20,21,23,700,701,1082,1083,1114,1184,1700,2950,1007"));
    }

    @Test
    void everyTypeIsReadInASimpleQuery() throws SQLException {
        readsEveryType(Map.of("preferQueryMode", "simple"));
    }

    private static void readsEveryType(Map<String, String> mode) throws SQLException {
        try (Connection connection = door.connect(mode);
                PreparedStatement statement = connection.prepareStatement("SELECT every type");
                ResultSet rows = statement.executeQuery()) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getBoolean(1)).isTrue();
            assertThat(rows.getInt(2)).isEqualTo(-2_000_000_000);
            assertThat(rows.getLong(3)).isEqualTo(Long.MIN_VALUE);
            assertThat(rows.getBigDecimal(4)).isEqualTo(VALUES.get(3));
            assertThat(rows.getBigDecimal(5)).isEqualTo(VALUES.get(4));
            assertThat(rows.getFloat(6)).isEqualTo(1.5e-30f);
            assertThat(rows.getDouble(7)).isEqualTo(-1.7976931348623157e308);
            assertThat(rows.getString(8)).isEqualTo(VALUES.get(7));
            assertThat(rows.getString(9)).isEqualTo(VALUES.get(8));
            assertThat(rows.getBytes(10)).isEqualTo(VALUES.get(9));
            assertThat(rows.getObject(11)).isEqualTo(ID);
            assertThat(rows.getObject(12, LocalDate.class)).isEqualTo(VALUES.get(11));
            assertThat(rows.getObject(13, LocalTime.class)).isEqualTo(VALUES.get(12));
            assertThat(rows.getObject(14, LocalDateTime.class)).isEqualTo(VALUES.get(13));
            assertThat(rows.getObject(15, OffsetDateTime.class)).isEqualTo(VALUES.get(14));
            assertThat(rows.getInt(16)).isEqualTo(-32768);
            assertThat(rows.getLong(17)).isEqualTo(4_294_967_295L);
            assertThat(rows.getString(18)).isEqualTo("pg_catalog");
            assertThat((Object[]) rows.getArray(19).getArray()).containsExactly(1, null, -3);
            assertThat(rows.next()).isTrue();
            for (int i = 1; i <= TYPES.size(); i++) {
                assertThat(rows.getObject(i)).as("column %d", i).isNull();
            }
            assertThat(rows.next()).isFalse();
            assertThat(rows.getMetaData().getPrecision(4)).isEqualTo(12);
            assertThat(rows.getMetaData().getScale(5)).isEqualTo(5);
        }
    }

    @Test
    void parametersComeInTextAndInBinary() throws SQLException {
        for (String threshold : List.of("0", "-1")) {
            try (Connection connection = door.connect(Map.of("prepareThreshold", threshold));
                    PreparedStatement statement =
                            connection.prepareStatement("SELECT echo ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?")) {
                statement.setInt(1, -7);
                statement.setLong(2, Long.MAX_VALUE);
                statement.setBigDecimal(3, new BigDecimal("-0.0000012345"));
                statement.setDouble(4, Math.PI);
                statement.setString(5, "it's €");
                statement.setBytes(6, new byte[] {1, 0, 2});
                statement.setObject(7, ID);
                statement.setBoolean(8, true);
                statement.setObject(9, null, java.sql.Types.INTEGER);
                statement.setObject(10, LocalDate.of(2000, 2, 29));
                statement.setArray(11, connection.createArrayOf("int4", new Integer[] {1, null, 3}));
                try (ResultSet row = statement.executeQuery()) {
                    assertThat(row.next()).isTrue();
                    assertThat(row.getInt(1)).isEqualTo(-7);
                    assertThat(row.getLong(2)).isEqualTo(Long.MAX_VALUE);
                    assertThat(row.getBigDecimal(3)).isEqualByComparingTo("-0.0000012345");
                    assertThat(row.getDouble(4)).isEqualTo(Math.PI);
                    assertThat(row.getString(5)).isEqualTo("it's €");
                    assertThat(row.getBytes(6)).isEqualTo(new byte[] {1, 0, 2});
                    assertThat(row.getObject(7)).isEqualTo(ID);
                    assertThat(row.getBoolean(8)).isTrue();
                    assertThat(row.getObject(9)).isNull();
                    assertThat(row.getString(10)).isEqualTo("2000-02-29");
                    assertThat((Object[]) row.getArray(11).getArray()).containsExactly(1, null, 3);
                }
            }
        }
    }

    @Test
    void aPortalGivesSomeRowsAtATime() throws SQLException {
        try (Connection connection = door.connect(Map.of())) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.setFetchSize(300);
                int seen = 0;
                try (ResultSet rows = statement.executeQuery("SELECT rows 2500")) {
                    while (rows.next()) {
                        assertThat(rows.getInt(1)).isEqualTo(seen++);
                    }
                }
                assertThat(seen).isEqualTo(2500);
            }
            connection.commit();
        }
    }

    @Test
    void manyRowsComeThroughAPieceAtATime() throws SQLException {
        try (Connection connection = door.connect(Map.of());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT rows 200000")) {
            long sum = 0;
            while (rows.next()) {
                sum += rows.getLong(1);
            }
            assertThat(sum).isEqualTo(199_999L * 200_000 / 2);
        }
    }

    @Test
    void aFailedTransactionIsOverWithItsRollback() throws SQLException {
        try (Connection connection = door.connect(Map.of());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.executeQuery("SELECT rows 1").close();
            assertThatThrownBy(() -> statement.executeQuery("SELECT nonsense"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42601"))
                    .hasMessageContaining("Position: 8");
            assertThatThrownBy(() -> statement.executeQuery("SELECT rows 1"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25P02"));
            connection.rollback();
            var saved = connection.setSavepoint("here");
            assertThatThrownBy(() -> statement.executeQuery("SELECT nonsense")).isInstanceOf(SQLException.class);
            connection.rollback(saved);
            try (ResultSet rows = statement.executeQuery("SELECT rows 2")) {
                assertThat(rows.next()).isTrue();
            }
            connection.commit();
        }
    }

    @Test
    void aStatementIsCancelledAndTheSessionGoesOn() throws Exception {
        try (Connection connection = door.connect(Map.of());
                Statement statement = connection.createStatement()) {
            ENGINE.sleeping.drainPermits();
            CompletableFuture<Void> cancelled = CompletableFuture.runAsync(() -> {
                try {
                    ENGINE.sleeping.acquire();
                    statement.cancel();
                } catch (InterruptedException | SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThatThrownBy(() -> statement.executeQuery("SELECT sleep"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"))
                    .hasMessageContaining("canceling statement due to user request");
            cancelled.get();
            try (ResultSet rows = statement.executeQuery("SELECT rows 1")) {
                assertThat(rows.next()).isTrue();
            }
        }
    }

    @Test
    void aStatementThatTakesTooLongIsEnded() throws SQLException {
        try (Connection connection = door.connect(Map.of("options", "-c statement_timeout=100ms"));
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeQuery("SELECT sleep"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"))
                    .hasMessageContaining("statement timeout");
        }
    }

    @Test
    void copyGivesLines() throws Exception {
        try (Connection connection = door.connect(Map.of())) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            long rows = connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut("COPY (SELECT rows 3) TO STDOUT (FORMAT csv, HEADER, DELIMITER ';')", out);
            assertThat(rows).isEqualTo(3);
            assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("n;t\n0;row 0\n1;row 1\n2;row 2\n");
        }
    }

    @Test
    void cursorsGoForward() throws SQLException {
        try (Connection connection = door.connect(Map.of());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("DECLARE c NO SCROLL CURSOR FOR SELECT rows 5");
            assertThat(numbers(statement, "FETCH 2 FROM c")).containsExactly(0, 1);
            assertThat(numbers(statement, "FETCH FORWARD ALL FROM c")).containsExactly(2, 3, 4);
            assertThat(numbers(statement, "FETCH c")).isEmpty();
            statement.execute("CLOSE c");
            assertThatThrownBy(() -> statement.execute("FETCH c"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("34000"));
        }
    }

    private static List<Integer> numbers(Statement statement, String sql) throws SQLException {
        List<Integer> numbers = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                numbers.add(rows.getInt(1));
            }
        }
        return numbers;
    }

    @Test
    void settingsThatChangeNothingAreTakenAndOthersRefused() throws SQLException {
        try (Connection connection = door.connect(Map.of("ApplicationName", "a test"));
                Statement statement = connection.createStatement()) {
            statement.execute("SET extra_float_digits = 3; SET TIME ZONE 'UTC'; SET search_path TO spice, \"$user\"");
            assertThat(shown(statement, "SHOW application_name")).isEqualTo("a test");
            assertThat(shown(statement, "SHOW search_path")).isEqualTo("spice, $user");
            assertThat(shown(statement, "SHOW TRANSACTION ISOLATION LEVEL")).isEqualTo("read committed");
            assertThat(connection.getMetaData().getDatabaseMajorVersion()).isEqualTo(15);
            for (String refused : List.of(
                    "SET TIME ZONE 'Europe/Paris'|22023",
                    "SET DateStyle = 'German'|22023",
                    "SET transaction_read_only = off|22023",
                    "SET session_authorization = bob|42501",
                    "SET ROLE bob|22023",
                    "SET memory_limit = '1TB'|42704",
                    "BEGIN READ WRITE|25006",
                    "BEGIN ISOLATION LEVEL SERIALIZABLE|0A000",
                    "COPY x FROM STDIN|25006",
                    "COPY (SELECT rows 1) TO '/tmp/x'|42501",
                    "COPY (SELECT rows 1) TO PROGRAM 'sh'|42501")) {
                String[] parts = refused.split("\\|", 2);
                assertThatThrownBy(() -> statement.execute(parts[0]))
                        .as(parts[0])
                        .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState())
                                .isEqualTo(parts[1]));
            }
        }
    }

    private static String shown(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    @Test
    void aWrongPasswordAndAnUnknownUserHearTheSame() {
        assertThatThrownBy(() -> door.connect(Map.of("password", "wrong")))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"))
                .hasMessage("FATAL: password authentication failed for user \"alice\"");
        assertThatThrownBy(() -> door.connect(Map.of("user", "mallory")))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"))
                .hasMessage("FATAL: password authentication failed for user \"mallory\"");
        assertThat(door.refused).contains("wrong user or password");
    }

    @Test
    void whatAnAnswerHeldIsClosedOnceItsClientGoesOn() throws SQLException {
        try (Connection connection = door.connect(Map.of());
                Statement statement = connection.createStatement()) {
            statement.executeQuery("SELECT rows 7").close();
            FixedRowsEngine.Answering seven = ENGINE.answers.get(ENGINE.answers.size() - 1);
            statement.executeQuery("SELECT rows 8").close();
            assertThat(seven.closed).isTrue();
        }
    }
}
