package io.spicerack.store;

import static io.spicerack.store.StoreFixture.KMS_KEY;
import static io.spicerack.store.StoreFixture.ONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.envelope.DataKey;
import io.spicerack.envelope.FileKey;
import io.spicerack.model.VersionId;
import io.spicerack.table.RowGroup;
import io.spicerack.table.RowGroups;
import io.spicerack.table.SampleTables;
import io.spicerack.table.Schema;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.crypto.keytools.KeyToolkit;
import org.apache.parquet.crypto.keytools.KmsClient;
import org.apache.parquet.crypto.keytools.PropertiesDrivenCryptoFactory;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sealed file opens in programs that know nothing of Spicerack. */
class OtherProgramsTest {
    private static final Schema SCHEMA = SampleTables.generated(6);
    private static final long ROWS = 300_000;

    private final Path root;
    private final StoreFixture fixture;

    OtherProgramsTest(@TempDir Path directory) {
        root = directory;
        fixture = new StoreFixture(root);
    }

    /** What another program needs: ten lines around KMS Decrypt. This one knows the keys that the fixture "wraps". */
    public static final class KnownKeys implements KmsClient {
        @Override
        public void initialize(Configuration configuration, String instance, String url, String token) {
            assertThat(instance).isEqualTo("DEFAULT");
            assertThat(url).isEqualTo("DEFAULT");
        }

        @Override
        public String wrapKey(byte[] keyBytes, String masterKey) {
            throw new UnsupportedOperationException("these tests read only");
        }

        @Override
        public byte[] unwrapKey(String wrappedKey, String masterKey) {
            assertThat(masterKey).isEqualTo(KMS_KEY.toString());
            String version = new String(Base64.getDecoder().decode(wrappedKey), StandardCharsets.UTF_8);
            return StoreFixture.keyBytes(new VersionId(version));
        }
    }

    @Test
    void parquetJavaOpensItThroughItsOwnCryptoFactoryAndAKmsClient() throws Exception {
        SealedVersion sealed = fixture.seal(ONE, SampleTables.generate(SCHEMA, 1_000));
        // parquet-java keeps clients of KMS for the whole process
        KeyToolkit.removeCacheEntriesForAllTokens();
        Configuration configuration = new Configuration();
        configuration.set("parquet.crypto.factory.class", PropertiesDrivenCryptoFactory.class.getName());
        configuration.set(KeyToolkit.KMS_CLIENT_CLASS_PROPERTY_NAME, KnownKeys.class.getName());
        long rows = 0;
        long cents = 0;
        try (ParquetReader<Group> reader = ParquetReader.builder(new GroupReadSupport(), hadoopPath(sealed))
                .withConf(configuration)
                .build()) {
            for (Group row = reader.read(); row != null; row = reader.read()) {
                rows++;
                cents += row.getFieldRepetitionCount("c1") == 0 ? 0 : row.getLong("c1", 0);
            }
        }
        assertThat(rows).isEqualTo(1_000);
        assertThat(cents).isEqualTo(sum(1, 1_000));
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
    void duckDbReadsItInPlaceWithTheFileKey() throws Exception {
        SealedVersion sealed = fixture.seal(ONE, SampleTables.generate(SCHEMA, ROWS));
        try (Connection duck = duckDb(sealed)) {
            assertThat(one(duck, "SELECT count(*) FROM " + table(sealed))).isEqualTo(Long.toString(ROWS));
            assertThat(one(duck, "SELECT sum(c1 * 100)::BIGINT FROM " + table(sealed)))
                    .isEqualTo(Long.toString(sum(1, ROWS)));
            assertThat(one(duck, "SELECT sum(c0)::BIGINT FROM " + table(sealed)))
                    .isEqualTo(Long.toString(sum(0, ROWS)));
            assertThat(one(duck, "SELECT sum(c2 - DATE '1970-01-01')::BIGINT FROM " + table(sealed)))
                    .isEqualTo(Long.toString(sum(2, ROWS)));
            assertThat(one(duck, "SELECT count(c4) FROM " + table(sealed))).isEqualTo(Long.toString(present(4)));
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

    private org.apache.hadoop.fs.Path hadoopPath(SealedVersion sealed) {
        return new org.apache.hadoop.fs.Path(part(sealed).toUri());
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
        try (OpenVersion open = fixture.open(sealed);
                Statement statement = duck.createStatement()) {
            String key = open.lendKey(0, bytes -> Base64.getEncoder().encodeToString(bytes));
            // 1.5.6 fails on every filter that it pushes into an encrypted file (docs/format.md)
            statement.execute("SET disabled_optimizers = 'filter_pushdown'");
            statement.execute("PRAGMA add_parquet_key('k', '" + key + "')");
        }
        return duck;
    }

    private static String one(Connection duck, String sql) throws SQLException {
        try (Statement statement = duck.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            assertThat(result.next()).isTrue();
            return result.getString(1);
        }
    }

    private static long sum(int column, long rows) {
        long sum = 0;
        RowGroups table = SampleTables.generate(SCHEMA, rows);
        RowGroup group = new RowGroup(SCHEMA);
        while (table.next(group)) {
            for (int row = 0; row < group.rows(); row++) {
                sum += group.longs(column).value(row);
            }
        }
        return sum;
    }

    private static long present(int column) {
        long present = 0;
        RowGroups table = SampleTables.generate(SCHEMA, ROWS);
        RowGroup group = new RowGroup(SCHEMA);
        while (table.next(group)) {
            present += group.rows() - group.column(column).nullCount();
        }
        return present;
    }
}
