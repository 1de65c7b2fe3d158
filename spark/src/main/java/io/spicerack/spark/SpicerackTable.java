package io.spicerack.spark;

import java.util.List;
import java.util.Set;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** A data set, as its user is shown it. Immutable. */
final class SpicerackTable implements Table, SupportsRead {
    private final SourceOptions options;
    private final List<ReadColumn> columns;

    private SpicerackTable(SourceOptions options, List<ReadColumn> columns) {
        this.options = options;
        this.columns = columns;
    }

    /** Asks the service what columns there are. No row is read, and no key is used. */
    static SpicerackTable open(SourceOptions options) {
        try (FlightConnection connection = FlightConnection.open(options.endpoint())) {
            String token = connection.logIn(options.user(), options.password());
            Schema columns = connection.columns("SELECT * FROM " + name(options), token);
            return new SpicerackTable(
                    options, columns.getFields().stream().map(ReadColumn::of).toList());
        } catch (FlightRuntimeException e) {
            throw new IllegalStateException(
                    "cannot open data set " + options + ": " + FlightConnection.words(e), e);
        }
    }

    static String name(SourceOptions options) {
        return "spice." + ReadColumn.quoted(options.dataSet());
    }

    static StructType schema(List<ReadColumn> columns) {
        return DataTypes.createStructType(columns.stream().map(ReadColumn::field).toArray(StructField[]::new));
    }

    @Override
    public String name() {
        return options.dataSet();
    }

    /** Spark would rather be given its own columns, which are made of the same. */
    @Override
    @SuppressWarnings("deprecation")
    public StructType schema() {
        return schema(columns);
    }

    @Override
    public Set<TableCapability> capabilities() {
        return Set.of(TableCapability.BATCH_READ);
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap more) {
        return new SpicerackScanBuilder(options, columns);
    }

    @Override
    public String toString() {
        return options.toString();
    }
}
