package io.spicerack.pgwire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spicerack.WithServers;
import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.SampleRows;
import io.spicerack.core.WithCore;
import io.spicerack.core.account.Permissions;
import io.spicerack.model.DataSetId;
import io.spicerack.model.KeyReference;
import io.spicerack.model.Sha256;
import io.spicerack.query.GrantedDataSets;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.util.PSQLException;

/** The whole door over a core: principals log in with their passwords, and query what they may under its key. */
@WithCore
@WithServers
@Timeout(120)
class SqlDoorTest {
    private final CoreFixture core;
    private final GrantedDoor door;

    SqlDoorTest(CoreFixture core) {
        this.core = core;
        this.door = new GrantedDoor(core);
    }

    @AfterEach
    void close() {
        door.close();
    }

    private Connection connect(String user) throws SQLException {
        return door.connect(user);
    }

    private static String one(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static void refused(Connection connection, String sql, String state, String words) {
        assertThatThrownBy(() -> one(connection, sql))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(state))
                .hasMessageContaining(words);
    }

    @Test
    void whoMayQueryIsAnsweredAndOnRecordAndNobodyElseLearnsOfTheDataSet() throws Exception {
        DataSetId visits = core.publish("visits", SampleRows.of(2500));
        core.declare("empty");
        String sql = "SELECT count(*) FROM spice.visits WHERE coalesce(name, '') <> 'planted'";
        try (Connection ann = connect("ann");
                Connection bob = connect("bob")) {
            assertThat(one(ann, sql)).isEqualTo("2500");
            assertThat(one(ann, "SELECT current_user")).isEqualTo("ann");
            refused(ann, "SELECT * FROM spice.empty", "55000", "has no version to read");
            String unknown = "relation \"visits\" does not exist";
            refused(bob, sql, "42P01", unknown);
            refused(bob, sql.replace("visits", "nosuch"), "42P01", unknown.replace("visits", "nosuch"));
            assertThat(tables(bob)).isEmpty();

            var bobs = core.spice().principals().arn("bob");
            var resource = CoreFixture.ACCOUNT.dataSet(visits);
            Permissions.Change change = new Permissions.Change(bobs, List.of(GrantedDataSets.ACTION));
            core.spice().permissions().update(resource, List.of(change), List.of(), "UpdateDataSetPermissions");
            assertThat(one(bob, sql)).isEqualTo("2500");
            assertThat(tables(bob)).containsExactly("visits");
            core.spice().permissions().update(resource, List.of(), List.of(change), "UpdateDataSetPermissions");
            refused(bob, sql, "42P01", unknown);
            core.spice().principals().delete("bob");
            refused(bob, sql, "42P01", unknown);
        }
        core.spice().principals().createReadOnly("eve").close();
        door.renew("eve");
        try (Connection eve = connect("eve")) {
            assertThat(tables(eve)).containsExactly("visits");
        }
        await().until(() -> queries().stream()
                        .filter(record -> record.contains("\"rows\":1,"))
                        .count()
                == 2);
        assertThat(queries())
                .hasSize(2)
                .allSatisfy(record -> assertThat(record)
                        .contains("\"sqlSha256\":\"" + Sha256.hex(sql) + "\"", "\"name\"", "\"userAgent\":\"a report\"")
                        .doesNotContain("planted", "outcomeUnknown"))
                .anySatisfy(record -> assertThat(record).contains("\"userName\":\"ann\""))
                .anySatisfy(record -> assertThat(record).contains("\"userName\":\"bob\""));
    }

    private static List<String> tables(Connection connection) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (ResultSet rows = connection.getMetaData().getTables(null, "spice", "%", new String[] {"TABLE"})) {
            while (rows.next()) {
                tables.add(rows.getString("TABLE_NAME"));
            }
        }
        return tables;
    }

    private List<String> queries() {
        return core
                .catalog()
                .read(tx -> tx.audit().search(AuditQuery.oldest(100).named("QueryDataSet")))
                .stream()
                .map(record -> record.event().json())
                .toList();
    }

    @Test
    void everyQuestionOfTheDriversMetaDataIsAnswered() throws Exception {
        core.publish("visits", SampleRows.of(3));
        List<String> failures = new ArrayList<>();
        int answered = 0;
        try (Connection connection = connect("ann")) {
            for (Method method : DatabaseMetaData.class.getMethods()) {
                Object[] nothing = Stream.of(method.getParameterTypes())
                        .map(type -> type == boolean.class ? (Object) false : type == int.class ? (Object) 0 : null)
                        .toArray();
                try {
                    if (method.invoke(connection.getMetaData(), nothing) instanceof ResultSet rows) {
                        answered++;
                        while (rows.next()) {
                            rows.getString(1);
                        }
                        rows.close();
                    }
                } catch (InvocationTargetException e) {
                    Throwable cause = e.getCause();
                    // some it does not ask anybody
                    if (!(cause instanceof SQLFeatureNotSupportedException)
                            && !method.getName().equals("unwrap")
                            && !method.getName().equals("isWrapperFor")) {
                        failures.add(method.getName() + ": " + cause);
                    }
                }
            }
        }
        assertThat(failures).isEmpty();
        assertThat(answered).isGreaterThan(20);
    }

    @Test
    void aPasswordIsGoodUntilItIsMadeAnewOrTakenAway() throws Exception {
        String former = door.passwords().get("ann");
        connect("ann").close();
        door.renew("ann");
        String present = door.passwords().get("ann");
        assertThat(present).hasSize(40).isNotEqualTo(former);
        door.passwords().put("ann", former);
        assertThatThrownBy(() -> connect("ann"))
                .isInstanceOf(PSQLException.class)
                .hasMessageContaining("password authentication failed");
        door.passwords().put("ann", present);
        connect("ann").close();
        core.spice().databasePasswords().remove("ann");
        assertThatThrownBy(() -> connect("ann")).isInstanceOf(PSQLException.class);
        assertThatThrownBy(() -> core.spice().databasePasswords().remove("ann"))
                .hasMessage("principal 'ann' has no database password");
        assertThatThrownBy(() -> core.spice().databasePasswords().make("nobody"))
                .hasMessageContaining("there is no principal 'nobody'");
        String kept =
                core.catalog().read(tx -> tx.databasePasswords().find("bob")).orElseThrow();
        assertThat(kept)
                .startsWith("SCRAM-SHA-256$")
                .doesNotContain(door.passwords().get("bob"));
    }

    @Test
    void aKeyThatIsDisabledEndsTheAnswerAndTheNextQuestion() throws Exception {
        KeyReference key = core.createDefaultKey("tenant");
        core.publish("visits", SampleRows.of(60_000, 10_000));
        try (Connection ann = connect("ann")) {
            ann.setAutoCommit(false);
            try (Statement statement = ann.createStatement()) {
                statement.setFetchSize(10);
                try (ResultSet rows = statement.executeQuery("SELECT v.*, w.name FROM visits v CROSS JOIN visits w")) {
                    assertThat(rows.next()).isTrue();
                    core.spice().lockdown().lockDown(List.of(key));
                    await().untilAsserted(() -> assertThatThrownBy(() -> {
                                for (int i = 0; i < 1000; i++) {
                                    rows.next();
                                }
                            })
                            .isInstanceOf(SQLException.class));
                }
            }
        }
        try (Connection again = connect("ann")) {
            refused(again, "SELECT count(*) FROM visits", "58000", "Disabled");
        }
    }
}
