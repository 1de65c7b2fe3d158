package io.spicerack.flight;

import io.spicerack.query.QueryRefusal;
import io.spicerack.query.SqlState;
import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.ErrorFlightMetadata;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;

/** Refusals as gRPC tells them: a code that clients decide by, and the SQLSTATE with its words. */
final class FlightRefusals {
    /** A client takes 8 KiB of headers, in which this has to fit whatever it is escaped to. */
    private static final int MOST_WORDS = 1000;

    private static final String STATE_HEADER = "x-sqlstate";

    private FlightRefusals() {}

    static FlightRuntimeException of(QueryRefusal why) {
        ErrorFlightMetadata more = new ErrorFlightMetadata();
        more.insert(STATE_HEADER, why.state().code());
        return new CallStatus(code(why.state()), null, words(why), more).toRuntimeException();
    }

    static QueryRefusal unexpected() {
        return new QueryRefusal(
                SqlState.INTERNAL_ERROR, "the statement failed unexpectedly; the service's log says why");
    }

    /** Of a statement that is nobody's, or another's. */
    static QueryRefusal unknown() {
        return new QueryRefusal(
                SqlState.INVALID_SQL_STATEMENT_NAME,
                "there is no such statement any more; it was closed, fetched or left alone, or its connection is gone. Ask again");
    }

    private static String words(QueryRefusal why) {
        String place =
                why.position().isPresent() ? " (at character " + why.position().getAsInt() + ")" : "";
        String words = why.state().code() + ": " + why.words() + place;
        return words.length() <= MOST_WORDS ? words : words.substring(0, MOST_WORDS) + " ...";
    }

    private static FlightStatusCode code(SqlState state) {
        return switch (state) {
            case FEATURE_NOT_SUPPORTED, READ_ONLY_SQL_TRANSACTION -> FlightStatusCode.UNIMPLEMENTED;
            case PROTOCOL_VIOLATION,
                    DATA_EXCEPTION,
                    NUMERIC_VALUE_OUT_OF_RANGE,
                    INVALID_DATETIME_FORMAT,
                    DIVISION_BY_ZERO,
                    CHARACTER_NOT_IN_REPERTOIRE,
                    INVALID_PARAMETER_VALUE,
                    INVALID_TEXT_REPRESENTATION,
                    INVALID_BINARY_REPRESENTATION,
                    INVALID_TRANSACTION_STATE,
                    ACTIVE_SQL_TRANSACTION,
                    IN_FAILED_SQL_TRANSACTION,
                    NO_ACTIVE_SQL_TRANSACTION,
                    INVALID_CURSOR_NAME,
                    INVALID_SAVEPOINT,
                    SYNTAX_ERROR,
                    DUPLICATE_CURSOR,
                    DUPLICATE_PREPARED_STATEMENT,
                    AMBIGUOUS_COLUMN,
                    UNDEFINED_COLUMN,
                    UNDEFINED_OBJECT,
                    GROUPING_ERROR,
                    DATATYPE_MISMATCH,
                    UNDEFINED_FUNCTION,
                    UNDEFINED_PARAMETER,
                    INDETERMINATE_DATATYPE -> FlightStatusCode.INVALID_ARGUMENT;
            case INVALID_SQL_STATEMENT_NAME, INVALID_CATALOG_NAME, UNDEFINED_TABLE -> FlightStatusCode.NOT_FOUND;
            case INVALID_AUTHORIZATION_SPECIFICATION, INVALID_PASSWORD -> FlightStatusCode.UNAUTHENTICATED;
            case INSUFFICIENT_PRIVILEGE -> FlightStatusCode.UNAUTHORIZED;
            case OUT_OF_MEMORY, TOO_MANY_CONNECTIONS, CONFIGURATION_LIMIT_EXCEEDED, PROGRAM_LIMIT_EXCEEDED ->
                FlightStatusCode.RESOURCE_EXHAUSTED;
            case QUERY_CANCELED -> FlightStatusCode.CANCELLED;
            case OBJECT_NOT_IN_PREREQUISITE_STATE,
                    ADMIN_SHUTDOWN,
                    CRASH_SHUTDOWN,
                    CANNOT_CONNECT_NOW,
                    IDLE_SESSION_TIMEOUT,
                    SYSTEM_ERROR -> FlightStatusCode.UNAVAILABLE;
            case INTERNAL_ERROR, DATA_CORRUPTED -> FlightStatusCode.INTERNAL;
        };
    }
}
