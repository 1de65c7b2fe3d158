package io.spicerack.spark;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.types.StructType;

/** A reading of some columns of a data set, by the driver: it logs in and asks for the parts, all of which are of one version. */
final class SpicerackScan implements Scan, Batch {
    private static final int MOST_PARTITIONS = 1000;

    private final SourceOptions options;
    private final List<ReadColumn> columns;
    private final List<String> conditions;
    private String token = "";

    SpicerackScan(SourceOptions options, List<ReadColumn> columns, List<String> conditions) {
        this.options = options;
        this.columns = List.copyOf(columns);
        this.conditions = List.copyOf(conditions);
    }

    @Override
    public StructType readSchema() {
        return SpicerackTable.schema(columns);
    }

    @Override
    public Batch toBatch() {
        return this;
    }

    /** For plans, which are kept and shown: no value of a condition, and nothing of who reads. */
    @Override
    public String description() {
        return "spicerack " + options.dataSet() + " "
                + columns.stream().map(ReadColumn::name).collect(Collectors.joining(", ", "[", "]")) + ", conditions: "
                + conditions.size();
    }

    @Override
    public ColumnarSupportMode columnarSupportMode() {
        return ColumnarSupportMode.SUPPORTED;
    }

    /** How many rows there are is wanted of each part, also where no column is. */
    private String sql() {
        String selected = columns.isEmpty()
                ? "TRUE"
                : columns.stream().map(ReadColumn::sql).collect(Collectors.joining(", "));
        String where = conditions.isEmpty()
                ? ""
                : " WHERE "
                        + conditions.stream().map(each -> "(" + each + ")").collect(Collectors.joining(" AND "));
        return "SELECT " + selected + " FROM " + SpicerackTable.name(options) + where;
    }

    @Override
    public InputPartition[] planInputPartitions() {
        try (FlightConnection connection = FlightConnection.open(options.endpoint())) {
            token = connection.logIn(options.user(), options.password());
            FlightInfo info = connection.parts(sql(), partitions(), token);
            refuseOther(info);
            int parts = info.getEndpoints().size();
            InputPartition[] partitions = new InputPartition[parts];
            for (int i = 0; i < parts; i++) {
                partitions[i] =
                        new Part(info.getEndpoints().get(i).getTicket().getBytes(), i + 1, parts);
            }
            return partitions;
        } catch (FlightRuntimeException e) {
            throw new IllegalStateException(
                    "cannot read data set " + options + ": " + FlightConnection.words(e), e);
        }
    }

    private int partitions() {
        int running = SparkSession.active().sparkContext().defaultParallelism();
        return options.partitions().orElse(Math.max(1, Math.min(MOST_PARTITIONS, running)));
    }

    /** A refresh may have changed the columns since the data set was loaded. */
    private void refuseOther(FlightInfo info) {
        List<ReadColumn> now =
                info.getSchemaOptional().orElseThrow().getFields().stream()
                        .map(ReadColumn::of)
                        .toList();
        boolean same = columns.isEmpty() || (now.size() == columns.size());
        for (int i = 0; same && i < columns.size(); i++) {
            same = now.get(i).name().equals(columns.get(i).name())
                    && now.get(i).type().equals(columns.get(i).type());
        }
        if (!same) {
            throw new IllegalStateException("the columns of data set " + options
                    + " are of other types since a refresh; load it again");
        }
    }

    @Override
    public PartitionReaderFactory createReaderFactory() {
        if (token.isEmpty()) {
            planInputPartitions();
        }
        return new PartReaderFactory(options.dataSet(), new Access(options.endpoint(), token), columns.size());
    }
}
