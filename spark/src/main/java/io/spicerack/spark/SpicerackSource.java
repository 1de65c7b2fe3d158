package io.spicerack.spark;

import java.util.Map;
import org.apache.spark.sql.connector.catalog.SessionConfigSupport;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** {@code spark.read.format("spicerack")}. What it is told in options may stand in {@code spark.datasource.spicerack.} as well. */
public final class SpicerackSource implements SessionConfigSupport, DataSourceRegister {
    static final String NAME = "spicerack";

    @Override
    public String shortName() {
        return NAME;
    }

    @Override
    public String keyPrefix() {
        return NAME;
    }

    @Override
    public StructType inferSchema(CaseInsensitiveStringMap options) {
        return table(options).schema();
    }

    @Override
    public Table getTable(StructType schema, Transform[] partitioning, Map<String, String> properties) {
        return table(new CaseInsensitiveStringMap(properties));
    }

    private static SpicerackTable table(CaseInsensitiveStringMap options) {
        return SpicerackTable.open(SourceOptions.of(options, System.getenv()));
    }
}
