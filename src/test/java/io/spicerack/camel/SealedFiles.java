package io.spicerack.camel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spicerack.table.hash.TableChecksum;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.crypto.keytools.KeyToolkit;
import org.apache.parquet.crypto.keytools.KmsClient;
import org.apache.parquet.crypto.keytools.PropertiesDrivenCryptoFactory;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;

/**
 * The Parquet files of one version and the key material beside them, as programs that know nothing of Spicerack read them:
 * all they have is the directory, KMS, and the ARN of the data set. Used by one thread.
 *
 * @param directory of the version
 */
record SealedFiles(Path directory, String dataSetArn, software.amazon.awssdk.services.kms.KmsClient kms) {
    private static final String CONTEXT = "aws:quicksight:arn";
    private static final String DATA_SET = "test.data-set";

    /** Parquet-java makes its client of KMS by reflection. */
    private static software.amazon.awssdk.services.kms.@Nullable KmsClient shared;

    List<Path> parts() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .sorted()
                    .toList();
        }
    }

    /** What parquet-java needs to open a sealed file: one Decrypt. */
    public static final class Decrypting implements KmsClient {
        private String dataSet = "";

        @Override
        public void initialize(Configuration configuration, String instance, String url, String token) {
            dataSet = configuration.get(DATA_SET);
        }

        @Override
        public String wrapKey(byte[] keyBytes, String masterKey) {
            throw new UnsupportedOperationException("these tests read only");
        }

        @Override
        public byte[] unwrapKey(String wrappedKey, String masterKey) {
            if (shared == null) {
                throw new IllegalStateException("no client of KMS");
            }
            return decrypt(shared, dataSet, wrappedKey, masterKey);
        }
    }

    private static byte[] decrypt(
            software.amazon.awssdk.services.kms.KmsClient kms, String dataSet, String wrappedKey, String key) {
        return kms.decrypt(decrypt -> decrypt.keyId(key)
                        .encryptionContext(Map.of(CONTEXT, dataSet))
                        .ciphertextBlob(
                                SdkBytes.fromByteArray(Base64.getDecoder().decode(wrappedKey))))
                .plaintext()
                .asByteArray();
    }

    /** Settings with which parquet-java's own crypto factory asks KMS. */
    private Configuration configuration() {
        shared = kms;
        // it keeps clients of KMS for the whole process
        KeyToolkit.removeCacheEntriesForAllTokens();
        Configuration configuration = new Configuration();
        configuration.set("parquet.crypto.factory.class", PropertiesDrivenCryptoFactory.class.getName());
        configuration.set(KeyToolkit.KMS_CLIENT_CLASS_PROPERTY_NAME, Decrypting.class.getName());
        configuration.set(DATA_SET, dataSetArn);
        return configuration;
    }

    /** How many row groups each file has. */
    List<Integer> rowGroups() throws IOException {
        Configuration configuration = configuration();
        List<Integer> counts = new ArrayList<>();
        for (Path part : parts()) {
            var path = new org.apache.hadoop.fs.Path(part.toUri());
            ParquetReadOptions options =
                    HadoopReadOptions.builder(configuration, path).build();
            try (ParquetFileReader reader =
                    ParquetFileReader.open(HadoopInputFile.fromPath(path, configuration), options)) {
                counts.add(reader.getRowGroups().size());
            }
        }
        return counts;
    }

    /** All columns of all rows. */
    TableChecksum readByParquetJava() throws IOException {
        Configuration configuration = configuration();
        TableChecksum.Builder checksum = null;
        for (Path part : parts()) {
            try (ParquetReader<Group> reader = ParquetReader.builder(
                            new GroupReadSupport(), new org.apache.hadoop.fs.Path(part.toUri()))
                    .withConf(configuration)
                    .build()) {
                for (Group row = reader.read(); row != null; row = reader.read()) {
                    List<@Nullable String> texts = texts(row);
                    checksum = checksum == null ? TableChecksum.builder(texts.size()) : checksum;
                    checksum.add(texts);
                }
            }
        }
        if (checksum == null) {
            throw new IllegalStateException("no row in " + directory);
        }
        return checksum.build();
    }

    private static List<@Nullable String> texts(Group row) {
        List<@Nullable String> texts = new ArrayList<>();
        for (int column = 0; column < row.getType().getFieldCount(); column++) {
            boolean present = row.getFieldRepetitionCount(column) > 0;
            texts.add(
                    present
                            ? CanonicalRows.text(value(
                                    row, column, row.getType().getType(column).asPrimitiveType()))
                            : null);
        }
        return texts;
    }

    private static Object value(Group row, int column, PrimitiveType type) {
        LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
        return switch (type.getPrimitiveTypeName()) {
            case BOOLEAN -> row.getBoolean(column, 0);
            case FLOAT -> row.getFloat(column, 0);
            case DOUBLE -> row.getDouble(column, 0);
            case INT32 ->
                logical instanceof DateLogicalTypeAnnotation
                        ? LocalDate.ofEpochDay(row.getInteger(column, 0))
                        : row.getInteger(column, 0);
            case INT64 -> number(row.getLong(column, 0), logical);
            default -> bytes(row.getBinary(column, 0).getBytes(), logical, type.getPrimitiveTypeName());
        };
    }

    private static Object number(long value, @Nullable LogicalTypeAnnotation logical) {
        if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
            return BigDecimal.valueOf(value, decimal.getScale());
        }
        if (logical instanceof TimeLogicalTypeAnnotation) {
            return LocalTime.ofNanoOfDay(TimeUnit.MICROSECONDS.toNanos(value));
        }
        if (logical instanceof TimestampLogicalTypeAnnotation timestamp) {
            Instant instant = Instant.EPOCH.plus(value, java.time.temporal.ChronoUnit.MICROS);
            return timestamp.isAdjustedToUTC() ? instant : LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
        }
        return value;
    }

    private static Object bytes(byte[] value, @Nullable LogicalTypeAnnotation logical, PrimitiveTypeName physical) {
        if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
            return new BigDecimal(new BigInteger(value), decimal.getScale());
        }
        if (logical instanceof UUIDLogicalTypeAnnotation) {
            ByteBuffer halves = ByteBuffer.wrap(value);
            return new UUID(halves.getLong(), halves.getLong());
        }
        return logical == null && physical == PrimitiveTypeName.BINARY
                ? value
                : new String(value, java.nio.charset.StandardCharsets.UTF_8);
    }

    /** All columns of all rows through DuckDB, which wants the key of each file. */
    TableChecksum readByDuckDb() throws Exception {
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement()) {
            List<String> tables = new ArrayList<>();
            for (Path part : parts()) {
                String name = "k" + tables.size();
                statement.execute("PRAGMA add_parquet_key('" + name + "', '"
                        + Base64.getEncoder().encodeToString(fileKey(part)) + "')");
                tables.add(
                        "SELECT * FROM read_parquet('" + part + "', encryption_config = {footer_key: '" + name + "'})");
            }
            try (ResultSet rows = statement.executeQuery(String.join(" UNION ALL ", tables))) {
                return CanonicalRows.checksum(rows);
            }
        }
    }

    /** By docs/format.md: KMS opens the data key, the data key the file's. */
    private byte[] fileKey(Path part) throws IOException {
        ObjectMapper json = new ObjectMapper();
        Path beside = part.resolveSibling("_KEY_MATERIAL_FOR_" + part.getFileName() + ".json");
        JsonNode material = json.readTree(
                json.readTree(Files.readString(beside)).get("footerKey").textValue());
        byte[] dataKey = decrypt(
                kms,
                dataSetArn,
                material.get("wrappedKEK").textValue(),
                material.get("masterKeyID").textValue());
        return KeyToolkit.decryptKeyLocally(
                material.get("wrappedDEK").textValue(),
                dataKey,
                Base64.getDecoder().decode(material.get("keyEncryptionKeyID").textValue()));
    }
}
