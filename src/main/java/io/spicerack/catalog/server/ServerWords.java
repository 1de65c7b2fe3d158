package io.spicerack.catalog.server;

import io.spicerack.tls.UntrustedServerException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What a failure of a catalog's server means, in our own words: what the server says may quote what it was given. Stateless. */
public final class ServerWords {
    private ServerWords() {}

    public static String of(Throwable failure) {
        Optional<UntrustedServerException> untrusted = first(failure, UntrustedServerException.class);
        if (untrusted.isPresent()) {
            return certificate(untrusted.get());
        }
        return first(failure, SQLException.class)
                .map(ServerWords::deepest)
                .map(ServerWords::words)
                .orElseGet(() -> String.valueOf(failure.getMessage()));
    }

    /** Whether the connection is gone, so that another one may do. */
    public static boolean brokeOff(Throwable failure) {
        return first(failure, SQLException.class)
                .map(sql -> String.valueOf(deepest(sql).getSQLState()))
                .filter(state -> state.startsWith("08") || state.startsWith("57P"))
                .isPresent();
    }

    /** Whether it is only that the user may not ask that. */
    public static boolean isForbidden(Throwable failure) {
        return isState(failure, "42501");
    }

    /** Whether it is only that there is no such table. */
    public static boolean isUnknownTable(Throwable failure) {
        return isState(failure, "42P01");
    }

    /** Whether it is only that no transaction had that number yet. */
    public static boolean isOfTheFuture(Throwable failure) {
        return isState(failure, "22023");
    }

    private static boolean isState(Throwable failure, String state) {
        return first(failure, SQLException.class)
                .filter(sql -> state.equals(deepest(sql).getSQLState()))
                .isPresent();
    }

    private static String certificate(UntrustedServerException e) {
        String why =
                switch (e.reason()) {
                    case SIGNER -> "is not signed by an authority of the JVM, nor of spicerack.source.authorities";
                    case NAME -> "is for other hosts";
                    case TIME -> "is not valid now";
                    case OTHER_THAN_PINNED -> "is another than the one that is pinned";
                };
        return "its server's certificate " + why + ". It shows " + e.shown().description();
    }

    private static String words(SQLException failure) {
        String state = failure.getSQLState();
        if (state == null || state.isBlank()) {
            return withoutState(failure);
        }
        return ServerConnections.NO_LOGIN.equals(failure.getSQLState())
                ? String.valueOf(failure.getMessage())
                : constraint(failure).orElseGet(() -> state(state));
    }

    /** Of the pool or the driver itself: the server has said nothing. */
    private static String withoutState(SQLException failure) {
        if (failure instanceof SQLTransientConnectionException) {
            return "all of its connections were in use, and none came free in time; ask again, and if it goes on so, fewer at a"
                    + " time";
        }
        if (failure instanceof SQLTimeoutException) {
            return "its server did not answer in time; see that it runs and is reached from here";
        }
        if (failure instanceof SQLNonTransientConnectionException || failure instanceof SQLRecoverableException) {
            return "the connection to its server is closed; it is opened anew when it is asked again";
        }
        return "what speaks to its server failed, or was being closed, before the server was asked ("
                + failure.getClass().getSimpleName() + "); ask again, and report it if it goes on so";
    }

    /** Its name is ours, and no value. */
    private static Optional<String> constraint(SQLException failure) {
        if (!(failure instanceof PSQLException said) || !failure.getSQLState().startsWith("23")) {
            return Optional.empty();
        }
        String kind = failure.getSQLState().equals("23503") ? "FOREIGN KEY " : "";
        return Optional.ofNullable(said.getServerErrorMessage())
                .map(ServerErrorMessage::getConstraint)
                .map(name -> "it is against the " + kind + "constraint " + name);
    }

    private static String state(String state) {
        return switch (state) {
            case "28P01", "28000" ->
                "its server refuses the login; look at the secret that spicerack.catalog.secret names, and at the server's"
                        + " pg_hba.conf";
            case "3D000" -> "its server has no such database; create it, empty, for the secret's user";
            case "42501" -> "the secret's user may not do that; let it own the database (CREATE DATABASE ... OWNER)";
            case "22021" -> "a text has a zero byte in it, which PostgreSQL does not keep";
            case "53100" -> "its server's disk is full; free some space";
            case "53300" -> "its server takes no further connection; it needs some 12 for the catalog";
            case "25006" -> "it may not be changed here; use write";
            case "0A000" ->
                "its server, or what stands before it, does not support what was asked (SQLState 0A000); PostgreSQL 16 or"
                        + " newer is needed, without a proxy that shares sessions";
            case "42704" ->
                "its server does not know a setting or type that was asked for (SQLState 42704), as one older than PostgreSQL"
                        + " 16 would not; compare its version";
            default ->
                state.startsWith("08") || state.startsWith("57P")
                        ? "its server is not reached, or has hung up; see that it runs and is reached from here"
                        : "its server answered with SQLState " + state;
        };
    }

    /** A pool wraps what was wrong with its last try; what gives no state says less than what wraps it. */
    private static SQLException deepest(SQLException failure) {
        @Nullable Throwable cause = failure.getCause();
        SQLException inner = cause instanceof SQLException sql ? deepest(sql) : failure;
        return inner.getSQLState() == null ? failure : inner;
    }

    private static <T extends Throwable> Optional<T> first(Throwable failure, Class<T> type) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst();
    }
}
