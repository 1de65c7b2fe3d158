package io.spicerack.source;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/** What a server said, without what its driver put around it. */
final class ServerWords {
    /** MariaDB's driver puts its number of the connection first. */
    private static final Pattern CONNECTION = Pattern.compile("^\\(conn=-?\\d+\\) ");

    private ServerWords() {}

    /** The name that the SQLState has in PostgreSQL's list of conditions. */
    static Optional<String> condition(String state) {
        return Arrays.stream(PSQLState.values())
                .filter(known -> known.getState().equals(state))
                .map(known -> known.name().toLowerCase(Locale.ROOT))
                .findFirst();
    }

    /** The primary message only: details, hints and contexts may quote rows. */
    static String of(SQLException e) {
        String words = e.getMessage();
        if (e instanceof PSQLException postgres && postgres.getServerErrorMessage() != null) {
            words = postgres.getServerErrorMessage().getMessage();
        }
        String one =
                CONNECTION.matcher(words == null ? "no reason given" : words).replaceFirst("");
        return one.endsWith(".") ? one.substring(0, one.length() - 1) : one;
    }
}
