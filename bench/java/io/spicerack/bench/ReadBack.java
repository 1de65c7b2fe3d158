package io.spicerack.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spicerack.aws.AwsClients;
import io.spicerack.aws.AwsKeyService;
import io.spicerack.envelope.DataKey;
import io.spicerack.envelope.EncryptionContext;
import io.spicerack.envelope.FileKey;
import io.spicerack.model.Account;
import io.spicerack.model.Arn;
import io.spicerack.model.DataSetId;
import io.spicerack.model.VersionId;
import io.spicerack.store.OpenVersion;
import io.spicerack.store.SealedFile;
import io.spicerack.store.VersionStore;
import io.spicerack.table.RowGroup;
import io.spicerack.table.RowGroups;
import io.spicerack.table.parquet.Compression;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * Reads the sealed data set: {@code ReadBack STORE DATA_SET PLAIN}. It first writes the same rows as plain Parquet to PLAIN
 * with DuckDB. Then each line on standard input, {@code sealed}, {@code plain} or {@code groupby}, reads once.
 */
final class ReadBack {
    private static final String GROUP_BY = "SELECT l_returnflag, l_linestatus, sum(l_quantity), sum(l_extendedprice),"
            + " avg(l_discount), count(*) FROM %s GROUP BY ALL ORDER BY ALL";

    private final OpenVersion version;
    private final Connection duck;
    private final String sealedFiles;
    private final Path plain;

    private ReadBack(OpenVersion version, Connection duck, String sealedFiles, Path plain) {
        this.version = version;
        this.duck = duck;
        this.sealedFiles = sealedFiles;
        this.plain = plain;
    }

    public static void main(String[] arguments) throws Exception {
        ReadBack reading = open(Path.of(arguments[0]), arguments[1], Path.of(arguments[2]));
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println("ready");
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(
                    switch (line) {
                        case "sealed" -> reading.sealed();
                        case "plain" -> PlainParquet.read(reading.plain);
                        default -> reading.groupBy();
                    });
        }
    }

    private static ReadBack open(Path store, String dataSet, Path plain) throws Exception {
        Path directory;
        try (var versions = Files.list(store.resolve(dataSet))) {
            directory = versions.findFirst().orElseThrow();
        }
        byte[] json = Files.readAllBytes(directory.resolve("manifest"));
        JsonNode envelope = new ObjectMapper().readTree(json);
        Arn arn = Arn.parse(envelope.path("dataSet").asText());
        Account account = new Account(arn.partition(), arn.region(), arn.accountId());
        VersionId id = new VersionId(envelope.path("version").asText());
        VersionStore versions = new VersionStore(store, new SecureRandom(), Clock.systemUTC(), 0, Compression.DEFAULT);
        DataSetId name = new DataSetId(dataSet);
        String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(json));
        try (AwsClients aws = Servers.aws();
                DataKey key = new AwsKeyService(aws.kms(), new SecureRandom(), account, "none", null)
                        .decrypt(versions.wrappedKey(name, id), new EncryptionContext(arn))) {
            Connection duck = DriverManager.getConnection("jdbc:duckdb:");
            OpenVersion version = versions.open(arn, name, id, digest, key);
            String files = files(directory, version, key, content(envelope, key), duck);
            write(duck, files, plain);
            return new ReadBack(version, duck, files, plain);
        }
    }

    /** The manifest's content, opened as docs/format.md tells any program. */
    private static JsonNode content(JsonNode envelope, DataKey key) throws Exception {
        String aad = "spicerack-manifest\n" + envelope.path("format").asText() + "\n"
                + envelope.path("dataSet").asText() + "\n" + envelope.path("version").asText() + "\n";
        byte[] message = Base64.getDecoder().decode(envelope.path("sealed").asText());
        return new ObjectMapper().readTree(key.open(message, aad.getBytes(StandardCharsets.UTF_8)));
    }

    private static String files(Path directory, OpenVersion version, DataKey key, JsonNode content, Connection duck)
            throws Exception {
        byte[] kek = Base64.getDecoder().decode(content.path("keyEncryptionKeyId").asText());
        List<String> reads = new ArrayList<>();
        try (Statement statement = duck.createStatement()) {
            // 1.5.6 fails on every filter that it pushes into an encrypted file (docs/format.md)
            statement.execute("SET disabled_optimizers = 'filter_pushdown'");
            for (SealedFile file : version.files()) {
                String name = "k" + reads.size();
                try (FileKey fileKey = key.openFileKey(Base64.getDecoder().decode(file.wrappedKey()), kek)) {
                    String text = fileKey.lend(bytes -> Base64.getEncoder().encodeToString(bytes));
                    statement.execute("PRAGMA add_parquet_key('" + name + "', '" + text + "')");
                }
                reads.add("SELECT * FROM read_parquet('" + directory.resolve(file.name())
                        + "', encryption_config = {footer_key: '" + name + "'})");
            }
        }
        return "(" + String.join(" UNION ALL ", reads) + ")";
    }

    private static void write(Connection duck, String from, Path plain) throws Exception {
        Files.deleteIfExists(plain);
        try (Statement statement = duck.createStatement()) {
            statement.execute("COPY (SELECT * FROM " + from + ") TO '" + plain
                    + "' (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE 131072)");
        }
    }

    private String sealed() {
        long sum = 0;
        try (RowGroups rows = version.read(() -> {})) {
            RowGroup group = new RowGroup(rows.schema());
            while (rows.next(group)) {
                sum += group.rows();
            }
        }
        return sum + " rows";
    }

    private String groupBy() throws Exception {
        long start = System.nanoTime();
        int groups = 0;
        try (Statement statement = duck.createStatement();
                ResultSet rows = statement.executeQuery(String.format(GROUP_BY, sealedFiles))) {
            while (rows.next()) {
                groups++;
            }
        }
        return groups + " groups in " + (System.nanoTime() - start) / 1_000_000 + " ms";
    }
}
