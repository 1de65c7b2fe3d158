package io.spicerack.flight;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.QueryableDataSet;
import io.spicerack.query.QueryableDataSet.Version;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.arrow.flight.sql.FlightSqlProducer.Schemas;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetCatalogs;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetCrossReference;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetDbSchemas;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetExportedKeys;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetImportedKeys;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetPrimaryKeys;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetTableTypes;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetTables;
import org.apache.arrow.vector.types.pojo.Schema;

/** What clients ask of catalogs, schemas and tables: the caller's data sets, and the lists of them. Stateless. */
final class CatalogAnswers {
    private static final String CATALOG = "spicerack";
    private static final String SCHEMA = "spice";
    private static final String TABLE = "TABLE";
    private static final String VIEW = "VIEW";

    /** Those that a caller has besides data sets, unless one is called so. */
    private static final List<String> LISTS = List.of("data_sets", "ingestions", "keys", "versions");

    /** Tells the columns of a query. */
    @FunctionalInterface
    interface Columns {
        Schema of(String sql) throws QueryRefusal;
    }

    private CatalogAnswers() {}

    /** Of which shape the answer to a command is; empty where it is none of these. */
    static Optional<Schema> schema(Any command) throws InvalidProtocolBufferException {
        if (command.is(CommandGetCatalogs.class)) {
            return Optional.of(Schemas.GET_CATALOGS_SCHEMA);
        } else if (command.is(CommandGetDbSchemas.class)) {
            return Optional.of(Schemas.GET_SCHEMAS_SCHEMA);
        } else if (command.is(CommandGetTableTypes.class)) {
            return Optional.of(Schemas.GET_TABLE_TYPES_SCHEMA);
        } else if (command.is(CommandGetTables.class)) {
            return Optional.of(
                    command.unpack(CommandGetTables.class).getIncludeSchema()
                            ? Schemas.GET_TABLES_SCHEMA
                            : Schemas.GET_TABLES_SCHEMA_NO_SCHEMA);
        } else if (command.is(CommandGetPrimaryKeys.class)) {
            return Optional.of(Schemas.GET_PRIMARY_KEYS_SCHEMA);
        } else if (command.is(CommandGetExportedKeys.class)) {
            return Optional.of(Schemas.GET_EXPORTED_KEYS_SCHEMA);
        } else if (command.is(CommandGetImportedKeys.class)) {
            return Optional.of(Schemas.GET_IMPORTED_KEYS_SCHEMA);
        } else if (command.is(CommandGetCrossReference.class)) {
            return Optional.of(Schemas.GET_CROSS_REFERENCE_SCHEMA);
        }
        return Optional.empty();
    }

    /** @param columns of the lists, where a client asks for them */
    static Optional<MetadataTable> answer(Any command, List<QueryableDataSet> dataSets, Columns columns)
            throws InvalidProtocolBufferException, QueryRefusal {
        Optional<Schema> schema = schema(command);
        if (schema.isEmpty()) {
            return Optional.empty();
        }
        List<List<Object>> rows = List.of();
        if (command.is(CommandGetCatalogs.class)) {
            rows = List.of(List.of(CATALOG));
        } else if (command.is(CommandGetTableTypes.class)) {
            rows = List.of(List.of(TABLE), List.of(VIEW));
        } else if (command.is(CommandGetDbSchemas.class)) {
            CommandGetDbSchemas asked = command.unpack(CommandGetDbSchemas.class);
            boolean shown = (!asked.hasCatalog() || asked.getCatalog().equals(CATALOG))
                    && (!asked.hasDbSchemaFilterPattern()
                            || new LikePattern(asked.getDbSchemaFilterPattern()).matches(SCHEMA));
            rows = shown ? List.of(List.of(CATALOG, SCHEMA)) : List.of();
        } else if (command.is(CommandGetTables.class)) {
            rows = tables(command.unpack(CommandGetTables.class), dataSets, columns);
        }
        // there are no keys
        return Optional.of(new MetadataTable(schema.get(), rows));
    }

    private static List<List<Object>> tables(CommandGetTables asked, List<QueryableDataSet> dataSets, Columns columns)
            throws QueryRefusal {
        boolean here = (!asked.hasCatalog() || asked.getCatalog().equals(CATALOG))
                && (!asked.hasDbSchemaFilterPattern()
                        || new LikePattern(asked.getDbSchemaFilterPattern()).matches(SCHEMA));
        List<List<Object>> rows = new ArrayList<>();
        if (!here) {
            return rows;
        }
        TreeSet<String> lists = new TreeSet<>(LISTS);
        for (QueryableDataSet dataSet : dataSets) {
            String name = dataSet.id().toString();
            lists.removeIf(name::equalsIgnoreCase);
            Optional<Version> version = dataSet.current();
            if (version.isPresent() && isAsked(asked, name, TABLE)) {
                rows.add(row(
                        asked, name, TABLE, () -> ArrowTypes.table(version.get().columns())));
            }
        }
        for (String name : lists) {
            if (isAsked(asked, name, VIEW)) {
                rows.add(row(asked, name, VIEW, () -> columns.of("SELECT * FROM spice." + name)));
            }
        }
        rows.sort(Comparator.comparing(row -> row.get(2).toString()));
        return rows;
    }

    private static boolean isAsked(CommandGetTables asked, String name, String type) {
        return (asked.getTableTypesCount() == 0 || asked.getTableTypesList().contains(type))
                && (!asked.hasTableNameFilterPattern()
                        || new LikePattern(asked.getTableNameFilterPattern()).matches(name));
    }

    @FunctionalInterface
    private interface Shape {
        Schema of() throws QueryRefusal;
    }

    private static List<Object> row(CommandGetTables asked, String name, String type, Shape shape) throws QueryRefusal {
        return asked.getIncludeSchema()
                ? List.of(CATALOG, SCHEMA, name, type, shape.of().serializeAsMessage())
                : List.of(CATALOG, SCHEMA, name, type);
    }
}
