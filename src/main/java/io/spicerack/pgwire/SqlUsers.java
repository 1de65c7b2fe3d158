package io.spicerack.pgwire;

import io.spicerack.query.QueryCaller;
import io.spicerack.scram.ScramVerifier;
import java.util.Optional;

/** Who may log in. Thread-safe. */
public interface SqlUsers {
    /** What is kept of a user's database password; empty where there is no such user, or one without. */
    Optional<ScramVerifier> verifier(String user);

    /**
     * A user who has proven the password.
     *
     * @param address where they are
     * @param application as they call it, for the record
     */
    QueryCaller caller(String user, String address, String application);

    /** Somebody was not let in; {@code reason} is of the few that the door names. */
    void refused(String reason, String address);
}
