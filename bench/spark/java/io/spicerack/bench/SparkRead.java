package io.spicerack.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.crypto.keytools.KmsClient;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Apache Spark reads sealed files where they are: {@code SparkRead FILES KEY [SCHEMA]} prints columns and rows. Without a
 * schema, in SQL's words, Spark takes the files' own, which it cannot where there is a UUID. KEY is a file with the data key in hexadecimal digits, which KMS's Decrypt of {@code wrappedKEK} gives.
 */
public final class SparkRead {
    private SparkRead() {}

    public static void main(String[] arguments) throws IOException {
        System.setProperty(OneKey.PROPERTY, arguments[1]);
        try (SparkSession spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.sql.session.timeZone", "UTC")
                .config(
                        "spark.hadoop.parquet.crypto.factory.class",
                        "org.apache.parquet.crypto.keytools.PropertiesDrivenCryptoFactory")
                .config("spark.hadoop.parquet.encryption.kms.client.class", OneKey.class.getName())
                // else the factory keeps what it has opened for ten minutes
                .config("spark.hadoop.parquet.encryption.cache.lifetime.seconds", "1")
                .getOrCreate()) {
            Dataset<Row> rows = arguments.length > 2
                    ? spark.read().schema(arguments[2]).parquet(arguments[0])
                    : spark.read().parquet(arguments[0]);
            rows.printSchema();
            rows.show(20, 40);
            System.out.println("Spark " + spark.version() + ": " + rows.count() + " rows");
        }
    }

    /** In place of a client that asks KMS. */
    public static final class OneKey implements KmsClient {
        static final String PROPERTY = "spicerack.bench.key";

        @Override
        public void initialize(Configuration configuration, String instance, String url, String token) {}

        @Override
        public String wrapKey(byte[] key, String name) {
            throw new UnsupportedOperationException("sealed files are read only");
        }

        @Override
        public byte[] unwrapKey(String wrapped, String name) {
            try {
                return HexFormat.of()
                        .parseHex(Files.readString(Path.of(System.getProperty(PROPERTY)))
                                .strip());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
