package io.spicerack.source;

import io.spicerack.model.DurationText;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.wire.BrokenProtocolException;
import io.spicerack.wire.DetourException;
import io.spicerack.wire.OutOfTimeException;
import io.spicerack.wire.RefusedAddressException;
import io.spicerack.wire.RowTooLargeException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The one place where a driver's failure becomes an ingestion's; what a database's own codes mean is told by its
 * {@link ServerErrors}. What a server says may quote row values, whatever its SQLState, and what answers while connecting
 * need be no database at all: no word of either is passed on, and the driver's exception is never a cause: a copy without
 * its message is. Immutable.
 */
public final class SourceFailures {
    /** Of these, the server's words say more than its code: which table, which column, which function. */
    private static final Set<IngestionErrorType> BY_HAND = Set.of(
            IngestionErrorType.SQL_EXCEPTION,
            IngestionErrorType.SQL_TABLE_NOT_FOUND,
            IngestionErrorType.PERMISSION_DENIED,
            IngestionErrorType.DUPLICATE_COLUMN_NAMES_FOUND);

    /** Of these it helps to know who was not let in. */
    private static final Set<IngestionErrorType> OF_USER =
            Set.of(IngestionErrorType.PASSWORD_AUTHENTICATION_FAILURE, IngestionErrorType.PERMISSION_DENIED);

    /** An SQLState as the standard has it: what else comes in its place is the peer's text. */
    private static final Pattern STATE = Pattern.compile("[0-9A-Z]{5}");

    private static final String HINT = "; the server's own words may quote rows: run the query by hand to read them";

    /** Whether the failure came while connecting or while a query was prepared or read. */
    private enum Phase {
        CONNECT,
        QUERY
    }

    private final SourceConfig config;
    private final ServerErrors errors;

    public SourceFailures(SourceConfig config, ServerErrors errors) {
        this.config = config;
        this.errors = errors;
    }

    /** The same of a session that somebody may have stopped before it was one. */
    public IngestionException connecting(SQLException e, String user, QueryState state) {
        return state.cancelled() ? cancelled() : connecting(e, user);
    }

    /**
     * Why there is no session.
     *
     * @param user who would log in; empty for nobody
     */
    public IngestionException connecting(SQLException e, String user) {
        Optional<IngestionException> untrusted = UntrustedSource.of(config, e).or(() -> refused(e));
        if (untrusted.isPresent()) {
            return untrusted.get();
        }
        IngestionErrorType type = type(e, Phase.CONNECT);
        String who = user.isEmpty() || !OF_USER.contains(type) ? "" : " for user '" + user + "'";
        return failure(e, type, "Cannot connect to data source ", who);
    }

    public IngestionException querying(SQLException e, QueryState state) {
        return querying(e, state, "");
    }

    /**
     * What a query that failed means for the ingestion.
     *
     * @param where the place in the query that the server has pointed at, as messages show it; empty where it has not
     */
    public IngestionException querying(SQLException e, QueryState state, String where) {
        if (state.cancelled()) {
            return cancelled();
        }
        Optional<IngestionException> refused = refused(e);
        if (refused.isPresent()) {
            return refused.get();
        }
        IngestionErrorType type = type(e, Phase.QUERY);
        boolean plain =
                errors.meaning(e).map(ServerErrors.Meaning::wayOut).orElse("").isEmpty();
        return failure(
                e, type, "Cannot run the query on data source ", where + (BY_HAND.contains(type) && plain ? HINT : ""));
    }

    public IngestionException cancelled() {
        return new IngestionException(
                IngestionErrorType.INGESTION_CANCELED, "The query on " + config.place() + " was cancelled.");
    }

    /** The server sent what its protocol does not allow. */
    public IngestionException malformed(String what) {
        return new IngestionException(
                IngestionErrorType.CONNECTION_FAILURE, "The rows of " + config.place() + " cannot be read: " + what);
    }

    /** What was not taken from the server, since it is too much or no protocol: the words are our own. */
    private Optional<IngestionException> refused(SQLException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof RowTooLargeException) {
                return Optional.of(new IngestionException(
                        IngestionErrorType.ROW_SIZE_LIMIT_EXCEEDED,
                        "Data source " + config.place() + ": " + cause.getMessage()
                                + " (spicerack.source.row-megabytes). Leave the large column out of the query, cut it"
                                + " there, or raise the setting together with the heap.",
                        withoutMessage(e)));
            }
            if (cause instanceof RefusedAddressException) {
                return Optional.of(new IngestionException(
                        IngestionErrorType.PERMISSION_DENIED, String.valueOf(cause.getMessage()), withoutMessage(e)));
            }
            if (cause instanceof DetourException) {
                return Optional.of(IngestionException.passing(
                        IngestionErrorType.CONNECTION_FAILURE,
                        "Data source " + config.place() + ": " + cause.getMessage() + ".",
                        withoutMessage(e)));
            }
            if (cause instanceof BrokenProtocolException) {
                return Optional.of(IngestionException.lasting(
                        IngestionErrorType.CONNECTION_FAILURE,
                        "Data source " + config.place() + ": " + cause.getMessage()
                                + ". Nothing more is read from it: look what answers at this address.",
                        withoutMessage(e)));
            }
        }
        return Optional.empty();
    }

    private IngestionException failure(SQLException e, IngestionErrorType type, String doing, String more) {
        Optional<ServerErrors.Meaning> meaning = errors.meaning(e).filter(known -> known.type() == type);
        String wayOut = meaning.map(ServerErrors.Meaning::wayOut)
                .filter(words -> !words.isEmpty())
                .orElseGet(() -> wayOut(type));
        String message = doing + config.place() + ": SQLState " + state(e) + errors.code(e) + more + ". " + wayOut;
        boolean passing =
                meaning.map(ServerErrors.Meaning::passing).orElse(type == IngestionErrorType.CONNECTION_FAILURE);
        return passing
                ? IngestionException.passing(type, message, withoutMessage(e))
                : IngestionException.lasting(type, message, withoutMessage(e));
    }

    private IngestionErrorType type(SQLException e, Phase phase) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            Optional<IngestionErrorType> known = ofCause(cause, phase);
            if (known.isPresent()) {
                return known.get();
            }
        }
        return errors.meaning(e).map(ServerErrors.Meaning::type).orElseGet(() -> ofClass(state(e)));
    }

    private static Optional<IngestionErrorType> ofCause(Throwable cause, Phase phase) {
        boolean certificate = cause instanceof CertificateException
                || cause instanceof CertPathValidatorException
                || cause instanceof SSLException
                || String.valueOf(cause.getMessage()).contains("hostnameverifier");
        if (certificate) {
            return Optional.of(IngestionErrorType.SSL_CERTIFICATE_VALIDATION_FAILURE);
        }
        if (cause instanceof UnknownHostException) {
            return Optional.of(IngestionErrorType.UNRESOLVABLE_HOST);
        }
        if (cause instanceof NoRouteToHostException) {
            return Optional.of(IngestionErrorType.UNROUTABLE_HOST);
        }
        if (cause instanceof SocketTimeoutException || cause instanceof OutOfTimeException) {
            return Optional.of(
                    phase == Phase.CONNECT ? IngestionErrorType.UNROUTABLE_HOST : IngestionErrorType.QUERY_TIMEOUT);
        }
        return cause instanceof ConnectException
                ? Optional.of(IngestionErrorType.CONNECTION_FAILURE)
                : Optional.empty();
    }

    /** As the SQL standard has the classes. */
    private static IngestionErrorType ofClass(String state) {
        return switch (state.substring(0, 2)) {
            case "08" -> IngestionErrorType.CONNECTION_FAILURE;
            case "28" -> IngestionErrorType.PASSWORD_AUTHENTICATION_FAILURE;
            case "53", "54" -> IngestionErrorType.SOURCE_RESOURCE_LIMIT_EXCEEDED;
            case "58", "XX" -> IngestionErrorType.DATA_SOURCE_CONNECTION_FAILED;
            case "3D" -> IngestionErrorType.INVALID_DATA_SOURCE_CONFIG;
            case "22" ->
                state.equals("22003")
                        ? IngestionErrorType.SQL_NUMERIC_OVERFLOW
                        : IngestionErrorType.SQL_INVALID_PARAMETER_VALUE;
            default -> IngestionErrorType.SQL_EXCEPTION;
        };
    }

    private String wayOut(IngestionErrorType type) {
        return switch (type) {
            case UNRESOLVABLE_HOST -> "Correct the host name, or the DNS that this machine asks.";
            case UNROUTABLE_HOST ->
                "The host did not answer within "
                        + DurationText.of(config.timeouts().connect())
                        + ": check the address, the network and the firewall.";
            case CONNECTION_FAILURE ->
                "Check that the server runs and listens there" + (config.ssl() ? " and offers TLS." : ".");
            case SSL_CERTIFICATE_VALIDATION_FAILURE ->
                "Give the server a certificate for this host name that the"
                        + " trust store of this JVM accepts, or add its issuer there.";
            case PASSWORD_AUTHENTICATION_FAILURE ->
                "Correct the user name and password in the secret or credential"
                        + " pair, or let this user connect from here.";
            case INVALID_DATA_SOURCE_CONFIG -> "Correct the database name.";
            case DUPLICATE_COLUMN_NAMES_FOUND -> "Rename one of the columns with AS, or say whose column it is.";
            case SQL_TABLE_NOT_FOUND -> "Correct the table's name or its schema in the query.";
            case PERMISSION_DENIED -> "Grant the data source's user SELECT on what the query reads.";
            case QUERY_TIMEOUT ->
                "The statement time-out is " + limit(config.timeouts().statement()) + ", the idle time-out "
                        + limit(config.timeouts().idle())
                        + ": make the query cheaper or raise them (spicerack.source.statement-timeout,"
                        + " spicerack.source.idle-timeout).";
            case DATA_SOURCE_CONNECTION_FAILED ->
                "The server failed by itself: its log says why, and whether its files are damaged.";
            case SOURCE_RESOURCE_LIMIT_EXCEEDED ->
                "Free connections, memory or disk on the server, or raise its" + " limits.";
            case SQL_NUMERIC_OVERFLOW -> "Cast to a wider type in the query.";
            case SQL_INVALID_PARAMETER_VALUE ->
                "The query computes with a value that does not fit; its text is"
                        + " withheld, since it may be a row's.";
            default -> "Correct the query; it may only read.";
        };
    }

    private static String limit(Duration duration) {
        return duration.isZero() ? "off" : DurationText.of(duration);
    }

    /** Five characters, whatever the driver gives. */
    public static String state(SQLException e) {
        @Nullable String state = e.getSQLState();
        return state == null || !STATE.matcher(state).matches() ? "HY000" : state;
    }

    /** What a log may show of the driver's exception: where it came from. */
    private static SQLException withoutMessage(SQLException e) {
        SQLException copy = new SQLException(e.getClass().getSimpleName(), state(e), e.getErrorCode());
        copy.setStackTrace(e.getStackTrace());
        return copy;
    }
}
