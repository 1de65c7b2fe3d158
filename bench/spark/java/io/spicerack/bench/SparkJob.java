package io.spicerack.bench;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.crypto.keytools.KeyToolkit;
import org.apache.parquet.crypto.keytools.KmsClient;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * Apache Spark, two threads in one process, from PostgreSQL over two connections to Parquet Modular Encryption with zstd
 * level 1, as Spicerack's own files have it: {@code SparkJob FILE LOW HIGH}. Once for each line on standard input; the
 * session stays. Its key is in its own memory: it makes no call to a KMS, and no snapshot joins its two connections.
 */
public final class SparkJob {
    private SparkJob() {}

    public static void main(String[] arguments) throws Exception {
        try (SparkSession spark = session();
                BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            System.out.println("ready");
            while (in.readLine() != null) {
                copy(spark, arguments[0], arguments[1], arguments[2]);
                System.out.println("done");
            }
        }
    }

    private static SparkSession session() {
        return SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.sql.parquet.compression.codec", "zstd")
                .config("spark.hadoop.parquet.compression.codec.zstd.level", "1")
                .config(
                        "spark.hadoop.parquet.crypto.factory.class",
                        "org.apache.parquet.crypto.keytools.PropertiesDrivenCryptoFactory")
                .config("spark.hadoop.parquet.encryption.kms.client.class", LocalKey.class.getName())
                .config("spark.hadoop.parquet.encryption.data.key.length.bits", "256")
                .getOrCreate();
    }

    private static void copy(SparkSession spark, String file, String low, String high) {
        String server = System.getenv("PGHOST") + ":" + System.getenv("PGPORT") + "/" + System.getenv("PGDATABASE");
        spark.read()
                .format("jdbc")
                .option("url", "jdbc:postgresql://" + server)
                .option("user", System.getenv("PGUSER"))
                .option("password", System.getenv("PGPASSWORD"))
                .option("dbtable", "lineitem")
                .option("fetchsize", "10000")
                .option("partitionColumn", "l_orderkey")
                .option("lowerBound", low)
                .option("upperBound", high)
                .option("numPartitions", "2")
                .load()
                .write()
                .option("parquet.encryption.uniform.key", "lineitem")
                .mode(SaveMode.Overwrite)
                .parquet(file);
    }

    /** Wraps the files' keys under one key of this process. */
    public static final class LocalKey implements KmsClient {
        private static final byte[] KEY = new byte[32];

        static {
            new SecureRandom().nextBytes(KEY);
        }

        @Override
        public void initialize(Configuration configuration, String instance, String url, String token) {}

        @Override
        public String wrapKey(byte[] key, String name) {
            return KeyToolkit.encryptKeyLocally(key, KEY, name.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public byte[] unwrapKey(String wrapped, String name) {
            return KeyToolkit.decryptKeyLocally(wrapped, KEY, name.getBytes(StandardCharsets.UTF_8));
        }
    }
}
