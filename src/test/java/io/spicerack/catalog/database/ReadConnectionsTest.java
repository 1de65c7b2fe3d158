package io.spicerack.catalog.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections and their statements are kept from one read to the next, and nothing of a read with them. */
class ReadConnectionsTest {
    private static final String NUMBERS = "SELECT content FROM setting WHERE name >= :name ORDER BY name";

    private final SqliteFile file;
    private final Handle writer;
    private final ReadConnections readers;

    ReadConnectionsTest(@TempDir Path directory) {
        file = new SqliteFile(directory.resolve("catalog.db"));
        file.migrate();
        writer = file.writer().open();
        readers = new ReadConnections(file.readers());
        write("a", "1");
        write("b", "2");
    }

    @AfterEach
    void close() {
        readers.close();
        writer.close();
    }

    private void write(String name, String content) {
        writer.useTransaction(change -> change.execute("INSERT INTO setting VALUES (?, ?)", name, content));
    }

    private static List<String> from(Handle handle, String name) {
        return handle.createQuery(NUMBERS)
                .bind("name", name)
                .mapTo(String.class)
                .list();
    }

    @Test
    void aStatementThatIsAskedAgainHasItsNewValuesAndSeesTheNewRows() {
        assertThat(readers.<List<String>>inTransaction(handle -> from(handle, "a")))
                .containsExactly("1", "2");
        write("c", "3");
        assertThat(readers.<List<String>>inTransaction(handle -> from(handle, "b")))
                .containsExactly("2", "3");
    }

    @Test
    void theSameQueryMayBeAskedWithinItself() {
        List<List<String>> each = readers.inTransaction(
                handle -> handle.createQuery(NUMBERS).bind("name", "a").mapTo(String.class).stream()
                        .map(outer -> from(handle, outer.equals("1") ? "b" : "a"))
                        .toList());
        assertThat(each).containsExactly(List.of("2"), List.of("1", "2"));
    }

    @Test
    void aValueThatIsNotBoundIsNotThatOfTheReadBefore() {
        readers.<List<String>>inTransaction(handle -> from(handle, "a"));
        assertThatThrownBy(() -> readers.<List<String>>inTransaction(handle ->
                        handle.createQuery(NUMBERS).mapTo(String.class).list()))
                .isInstanceOf(JdbiException.class);
        assertThat(readers.<List<String>>inTransaction(handle -> from(handle, "b")))
                .containsExactly("2");
    }

    @Test
    void whatWasLeftHalfReadKeepsNoStateOfTheFile() {
        for (int i = 0; i < 20; i++) {
            assertThat(readers.<String>inTransaction(handle -> handle.createQuery(NUMBERS)
                            .bind("name", "a")
                            .mapTo(String.class)
                            .findFirst()
                            .orElseThrow()))
                    .isEqualTo("1");
        }
        write("d", "4");
        // it is refused, as busy, while anybody reads an older state
        assertThat(writer.createQuery("PRAGMA wal_checkpoint(TRUNCATE)")
                        .map((row, context) -> row.getInt(1))
                        .one())
                .isZero();
    }

    @Test
    void aChangedSchemaIsSeen() {
        readers.<List<String>>inTransaction(handle -> from(handle, "a"));
        writer.execute("ALTER TABLE setting ADD COLUMN more TEXT");
        writer.execute("UPDATE setting SET more = 'x'");
        assertThat(readers.<List<String>>inTransaction(handle -> from(handle, "a")))
                .containsExactly("1", "2");
        assertThat(readers.<String>inTransaction(handle -> handle.createQuery("SELECT max(more) FROM setting")
                        .mapTo(String.class)
                        .one()))
                .isEqualTo("x");
    }

    @Test
    void moreQueriesThanAreKeptAreAnswered() {
        for (int i = 0; i < 200; i++) {
            int number = i;
            assertThat(readers.<Integer>inTransaction(handle -> handle.createQuery("SELECT " + number)
                            .mapTo(int.class)
                            .one()))
                    .isEqualTo(number);
        }
    }
}
