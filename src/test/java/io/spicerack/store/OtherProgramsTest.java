package io.spicerack.store;

import static io.spicerack.store.StoreFixture.ONE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spicerack.envelope.DataKey;
import io.spicerack.envelope.FileKey;
import io.spicerack.table.SampleTables;
import io.spicerack.table.Schema;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import org.apache.parquet.crypto.keytools.KeyToolkit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sealed file opens in programs that know nothing of Spicerack; EqualChecksumsTest has them read all of one. */
class OtherProgramsTest {
    private static final Schema SCHEMA = SampleTables.generated(6);

    private final Path root;
    private final StoreFixture fixture;

    OtherProgramsTest(@TempDir Path directory) {
        root = directory;
        fixture = new StoreFixture(root);
    }

    @Test
    void aFileKeyUnwrapsWithParquetsOwnKeyToolkit() throws Exception {
        try (DataKey dataKey = fixture.dataKey(ONE);
                FileKey key = dataKey.newFileKey(new byte[] {1, 2})) {
            String wrapped = Base64.getEncoder().encodeToString(key.wrapped());
            byte[] unwrapped = KeyToolkit.decryptKeyLocally(wrapped, StoreFixture.keyBytes(ONE), new byte[] {1, 2});
            assertThat(key.<byte[]>lend(byte[]::clone)).isEqualTo(unwrapped);
        }
    }

    @Test
    void duckDbSeesEveryTypeAsItIs() throws Exception {
        SealedVersion sealed = fixture.sealEdges(ONE);
        try (Connection duck = duckDb(sealed)) {
            assertThat(one(
                            duck,
                            "SELECT string_agg(column_type, ' ') FROM (DESCRIBE SELECT * FROM " + table(sealed) + ")"))
                    .isEqualTo("BOOLEAN INTEGER BIGINT DECIMAL(18,4) DECIMAL(38,10) FLOAT DOUBLE VARCHAR JSON BLOB UUID"
                            + " DATE TIME TIMESTAMP TIMESTAMP WITH TIME ZONE");
            assertThat(one(duck, "SELECT max(sum)::VARCHAR FROM " + table(sealed)))
                    .isEqualTo("9999999999999999999999999999.9999999999");
            assertThat(one(
                            duck,
                            "SELECT \"name.with \"\"dots\"\"\" FROM " + table(sealed) + " WHERE small = 2147483647"))
                    .isEqualTo(SampleTables.PLAINTEXT);
        }
    }

    @Test
    void duckDbSeesTheColumnsOfAnEmptyTable() throws Exception {
        SealedVersion sealed = fixture.seal(ONE, SampleTables.generate(SCHEMA, 0));
        try (Connection duck = duckDb(sealed)) {
            assertThat(one(duck, "SELECT count(c4) FROM " + table(sealed))).isEqualTo("0");
        }
    }

    private Path part(SealedVersion sealed) {
        return root.resolve("patients")
                .resolve(sealed.version().value())
                .resolve(sealed.files().get(0).name());
    }

    private String table(SealedVersion sealed) {
        return "read_parquet('" + part(sealed) + "', encryption_config = {footer_key: 'k'})";
    }

    private Connection duckDb(SealedVersion sealed) throws Exception {
        Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        try (Statement statement = duck.createStatement()) {
            String key = Base64.getEncoder().encodeToString(fileKey(sealed));
            // 1.5.6 fails on every filter that it pushes into an encrypted file (docs/format.md)
            statement.execute("SET disabled_optimizers = 'filter_pushdown'");
            statement.execute("PRAGMA add_parquet_key('k', '" + key + "')");
        }
        return duck;
    }

    /** By docs/format.md: the data key opens the file's, which stands beside it. */
    private byte[] fileKey(SealedVersion sealed) throws Exception {
        ObjectMapper json = new ObjectMapper();
        Path part = part(sealed);
        Path beside = part.resolveSibling("_KEY_MATERIAL_FOR_" + part.getFileName() + ".json");
        JsonNode material = json.readTree(
                json.readTree(Files.readString(beside)).get("footerKey").textValue());
        return KeyToolkit.decryptKeyLocally(
                material.get("wrappedDEK").textValue(),
                StoreFixture.keyBytes(sealed.version()),
                Base64.getDecoder().decode(material.get("keyEncryptionKeyID").textValue()));
    }

    private static String one(Connection duck, String sql) throws SQLException {
        try (Statement statement = duck.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            assertThat(result.next()).isTrue();
            return result.getString(1);
        }
    }
}
