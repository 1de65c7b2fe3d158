package io.spicerack.flight;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import io.spicerack.query.ServerVersion;
import java.util.Set;
import java.util.TreeSet;
import org.apache.arrow.flight.FlightProducer.ServerStreamListener;
import org.apache.arrow.flight.sql.SqlInfoBuilder;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetSqlInfo;
import org.apache.arrow.flight.sql.impl.FlightSql.SqlInfo;
import org.apache.arrow.flight.sql.impl.FlightSql.SqlSupportedCaseSensitivity;
import org.apache.arrow.flight.sql.impl.FlightSql.SqlSupportedTransaction;

/** What the port says of itself. Immutable. */
final class ServerFacts {
    private static final Set<Integer> TOLD = Set.of(
            SqlInfo.FLIGHT_SQL_SERVER_NAME_VALUE,
            SqlInfo.FLIGHT_SQL_SERVER_VERSION_VALUE,
            SqlInfo.FLIGHT_SQL_SERVER_ARROW_VERSION_VALUE,
            SqlInfo.FLIGHT_SQL_SERVER_READ_ONLY_VALUE,
            SqlInfo.FLIGHT_SQL_SERVER_SQL_VALUE,
            SqlInfo.FLIGHT_SQL_SERVER_SUBSTRAIT_VALUE,
            SqlInfo.FLIGHT_SQL_SERVER_TRANSACTION_VALUE,
            SqlInfo.FLIGHT_SQL_SERVER_CANCEL_VALUE,
            SqlInfo.FLIGHT_SQL_SERVER_BULK_INGESTION_VALUE,
            SqlInfo.SQL_DDL_CATALOG_VALUE,
            SqlInfo.SQL_DDL_SCHEMA_VALUE,
            SqlInfo.SQL_DDL_TABLE_VALUE,
            SqlInfo.SQL_IDENTIFIER_CASE_VALUE,
            SqlInfo.SQL_QUOTED_IDENTIFIER_CASE_VALUE,
            SqlInfo.SQL_IDENTIFIER_QUOTE_CHAR_VALUE,
            SqlInfo.SQL_SEARCH_STRING_ESCAPE_VALUE,
            SqlInfo.SQL_CATALOG_TERM_VALUE,
            SqlInfo.SQL_SCHEMA_TERM_VALUE,
            SqlInfo.SQL_TRANSACTIONS_SUPPORTED_VALUE,
            SqlInfo.SQL_SAVEPOINTS_SUPPORTED_VALUE,
            SqlInfo.SQL_BATCH_UPDATES_SUPPORTED_VALUE,
            SqlInfo.SQL_ALL_TABLES_ARE_SELECTABLE_VALUE);

    private final SqlInfoBuilder facts = new SqlInfoBuilder()
            .withFlightSqlServerName("Spicerack")
            .withFlightSqlServerVersion(ServerVersion.TEXT)
            .withFlightSqlServerArrowVersion("18.3.0")
            .withFlightSqlServerReadOnly(true)
            .withFlightSqlServerSql(true)
            .withFlightSqlServerSubstrait(false)
            .withFlightSqlServerTransaction(SqlSupportedTransaction.SQL_SUPPORTED_TRANSACTION_NONE)
            .withFlightSqlServerCancel(true)
            .withFlightSqlServerBulkIngestion(false)
            .withSqlDdlCatalog(false)
            .withSqlDdlSchema(false)
            .withSqlDdlTable(false)
            .withSqlIdentifierCase(SqlSupportedCaseSensitivity.SQL_CASE_SENSITIVITY_CASE_INSENSITIVE)
            .withSqlQuotedIdentifierCase(SqlSupportedCaseSensitivity.SQL_CASE_SENSITIVITY_CASE_INSENSITIVE)
            .withSqlIdentifierQuoteChar("\"")
            .withSqlSearchStringEscape("\\")
            .withSqlCatalogTerm("database")
            .withSqlSchemaTerm("schema")
            .withSqlTransactionsSupported(false)
            .withSqlSavepointsSupported(false)
            .withSqlBatchUpdatesSupported(false)
            .withSqlAllTablesAreSelectable(true);

    /** Those that a client names, or all; what is not known is left out. */
    void send(Any command, ServerStreamListener to) throws InvalidProtocolBufferException {
        Set<Integer> asked = new TreeSet<>(TOLD);
        CommandGetSqlInfo infos = command.unpack(CommandGetSqlInfo.class);
        if (infos.getInfoCount() > 0) {
            asked.retainAll(Set.copyOf(infos.getInfoList()));
        }
        facts.send(asked.stream().toList(), to);
    }
}
