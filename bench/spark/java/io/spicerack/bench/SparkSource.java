package io.spicerack.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A Spark session that reads data sets by Spicerack's data source, for SparkSourceTest: {@code SparkSource EVENT_LOG}. It takes a
 * command a line, and answers lines, the last of which is {@code DONE}, or {@code FAILED} with why.
 */
public final class SparkSource {
    private static final CountDownLatch HELD = new CountDownLatch(1);
    private static final AtomicInteger LEFT = new AtomicInteger();

    private SparkSource() {}

    public static void main(String[] arguments) throws IOException {
        SparkSession spark = SparkSession.builder()
                .master("local[2,2]")
                .appName("spicerack")
                .config("spark.ui.enabled", false)
                .config("spark.eventLog.enabled", true)
                .config("spark.eventLog.dir", arguments[0])
                .config("spark.eventLog.compress", false)
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.sql.datetime.java8API.enabled", true)
                .config("spark.sql.shuffle.partitions", 2)
                .config("spark.sql.session.timeZone", "Asia/Kathmandu")
                .getOrCreate();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Map<String, Dataset<Row>> kept = new HashMap<>();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            try {
                run(spark, kept, line.split("\t"));
                System.out.println("DONE");
            } catch (Exception e) {
                StringBuilder words = new StringBuilder();
                for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                    words.append(cause).append(' ');
                }
                System.out.println("FAILED " + words.toString().replace('\n', ' '));
            }
        }
        spark.stop();
    }

    private static Dataset<Row> load(SparkSession spark, String[] words) {
        var reader = spark.read().format("spicerack");
        for (int i = 2; i < words.length; i += 2) {
            reader = reader.option(words[i], words[i + 1]);
        }
        return reader.load(words[1]);
    }

    private static void run(SparkSession spark, Map<String, Dataset<Row>> kept, String[] words) throws Exception {
        switch (words[0]) {
            // load DATA-SET [OPTION VALUE ...]
            case "load" -> kept.put(words[1], load(spark, words));
            case "schema" -> System.out.println(kept.get(words[1]).schema().simpleString());
            case "explain" -> System.out.println(kept.get(words[1])
                    .filter(words[2])
                    .queryExecution()
                    .explainString(org.apache.spark.sql.execution.ExplainMode.fromString("extended"))
                    .replace('\n', ' '));
            case "count" -> System.out.println(kept.get(words[1]).count());
            case "partitions" -> System.out.println(kept.get(words[1]).javaRDD().getNumPartitions());
            // sum DATA-SET COLUMN CONDITION
            case "sum" -> System.out.println(kept.get(words[1])
                    .filter(words[3])
                    .agg(functions.sum(words[2]), functions.countDistinct(words[2]))
                    .first());
            case "rows" -> {
                Dataset<Row> data = kept.get(words[1]);
                data.collectAsList().forEach(row -> System.out.println(text(row, data.schema())));
            }
            case "filters" -> System.out.println(filters(spark, kept.get(words[1])));
            case "fails-once" -> System.out.println(failsOnce(kept.get(words[1]), words[2]));
            // plans it now, and reads it later
            case "plan" -> {
                JavaRDD<Row> planned = kept.get(words[1]).javaRDD();
                System.out.println(planned.getNumPartitions());
                PLANNED.put(words[1], planned);
            }
            case "read" -> System.out.println(PLANNED.get(words[1]).count());
            // reads one row of each part that begins, says so, and waits
            case "hold" -> hold(kept.get(words[1]));
            case "go" -> {
                HELD.countDown();
                reading.join();
                if (failure != null) {
                    throw failure;
                }
            }
            default -> throw new IllegalArgumentException(words[0]);
        }
    }

    private static final Map<String, JavaRDD<Row>> PLANNED = new HashMap<>();
    private static Thread reading;
    private static volatile Exception failure;

    private static void hold(Dataset<Row> data) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        BEGUN = begun;
        reading = new Thread(() -> {
            try {
                data.mapPartitions(
                                (MapPartitionsFunction<Row, Long>) rows -> {
                                    long count = 0;
                                    while (rows.hasNext()) {
                                        rows.next();
                                        count++;
                                        if (count == 1) {
                                            BEGUN.countDown();
                                            HELD.await();
                                        }
                                    }
                                    LEFT.addAndGet((int) count);
                                    return List.of(count).iterator();
                                },
                                Encoders.LONG())
                        .count();
            } catch (Exception e) {
                failure = e;
            }
        });
        reading.start();
        begun.await();
    }

    private static volatile CountDownLatch BEGUN;

    /** The sum of a column, where the first try of each task fails after some rows. */
    private static Object failsOnce(Dataset<Row> data, String column) {
        return data.select(column)
                .mapPartitions(
                        (MapPartitionsFunction<Row, Long>) rows -> {
                            long sum = 0;
                            long count = 0;
                            while (rows.hasNext()) {
                                sum += rows.next().getLong(0);
                                if (++count == 100 && TaskContext.get().attemptNumber() == 0) {
                                    throw new IllegalStateException("meant to fail");
                                }
                            }
                            return List.of(sum).iterator();
                        },
                        Encoders.LONG())
                .agg(functions.sum("value"))
                .first()
                .get(0);
    }

    /** Asks for each value of each column in many ways, of the service and of the same rows kept here: what differs. */
    private static List<String> filters(SparkSession spark, Dataset<Row> data) {
        List<Row> rows = data.collectAsList();
        StructType schema = data.schema();
        Dataset<Row> local = spark.createDataFrame(rows, schema);
        List<String> differ = new ArrayList<>();
        int asked = 0;
        for (StructField field : schema.fields()) {
            Column column = data.col("`" + field.name().replace("`", "``") + "`");
            Column same = local.col("`" + field.name().replace("`", "``") + "`");
            List<String[]> conditions = new ArrayList<>();
            asked += compare(field.name() + " is null", data.filter(column.isNull()), local.filter(same.isNull()), differ);
            for (Row row : rows) {
                Object value = row.get(schema.fieldIndex(field.name()));
                if (value == null) {
                    continue;
                }
                Object lit = value;
                String at = field.name() + " with a value of row " + rows.indexOf(row);
                asked += compare(at + " =", data.filter(column.equalTo(lit)), local.filter(same.equalTo(lit)), differ);
                asked += compare(at + " <>", data.filter(column.notEqual(lit)), local.filter(same.notEqual(lit)), differ);
                asked += compare(at + " <", data.filter(column.lt(lit)), local.filter(same.lt(lit)), differ);
                asked += compare(at + " >=", data.filter(column.geq(lit)), local.filter(same.geq(lit)), differ);
                if (rows.indexOf(row) % 2 == 0) {
                    continue;
                }
                asked += compare(
                        at + " not (> or null)",
                        data.filter(functions.not(column.gt(lit).or(column.isNull()))),
                        local.filter(functions.not(same.gt(lit).or(same.isNull()))),
                        differ);
                asked += compare(
                        at + " in", data.filter(column.isin(lit, lit)), local.filter(same.isin(lit, lit)), differ);
            }
        }
        differ.add(0, "asked " + asked);
        return differ;
    }

    private static int compare(String what, Dataset<Row> one, Dataset<Row> other, List<String> differ) {
        StructType schema = one.schema();
        List<String> first = one.collectAsList().stream().map(row -> text(row, schema)).sorted().toList();
        List<String> second = other.collectAsList().stream().map(row -> text(row, schema)).sorted().toList();
        if (!first.equals(second)) {
            differ.add(what + ": " + first.size() + " and " + second.size());
        }
        return 1;
    }

    private static String text(Row row, StructType schema) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            texts.add(text(row.get(i)));
        }
        return String.join("\t", texts);
    }

    private static String micros(Instant instant) {
        return Long.toString(
                Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1000));
    }

    private static String text(Object value) {
        if (value == null) {
            return "NULL";
        } else if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        } else if (value instanceof String text) {
            return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
        } else if (value instanceof BigDecimal number) {
            return number.unscaledValue() + "e-" + number.scale();
        } else if (value instanceof LocalDate day) {
            return Long.toString(day.toEpochDay());
        } else if (value instanceof Instant instant) {
            return micros(instant);
        } else if (value instanceof LocalDateTime wall) {
            return micros(wall.toInstant(ZoneOffset.UTC));
        }
        return value.toString();
    }
}
