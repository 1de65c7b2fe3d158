package io.spicerack.core.account;

import io.spicerack.catalog.Catalog;
import io.spicerack.core.trail.Trail;
import io.spicerack.model.Arn;
import io.spicerack.model.Secret;
import io.spicerack.scram.ScramVerifier;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * The passwords with which principals log in to the SQL port. Each is random and made here, so that none can be guessed, and is
 * shown once: what is kept tells it, and opens nothing. Thread-safe.
 */
public final class DatabasePasswords {
    private static final int BYTES = 30;
    private static final int SALT = 16;

    private final Catalog catalog;
    private final Principals principals;
    private final Trail trail;
    private final SecureRandom random = new SecureRandom();

    public DatabasePasswords(Catalog catalog, Principals principals, Trail trail) {
        this.catalog = catalog;
        this.principals = principals;
        this.trail = trail;
    }

    /** A new password for a principal; the one before opens nothing from now on. The caller closes it. */
    public Secret make(String principal) {
        byte[] bits = new byte[BYTES];
        byte[] salt = new byte[SALT];
        random.nextBytes(bits);
        random.nextBytes(salt);
        String password = Base64.getUrlEncoder().encodeToString(bits);
        Arrays.fill(bits, (byte) 0);
        String verifier =
                ScramVerifier.of(password, salt, ScramVerifier.ITERATIONS).text();
        catalog.run(tx -> {
            if (tx.principals().find(principal).isEmpty()) {
                throw unknown(principal);
            }
            tx.databasePasswords().put(principal, verifier);
            tx.audit()
                    .append(trail.events()
                            .api()
                            .changed(
                                    trail.caller(),
                                    "CreateDatabasePassword",
                                    arn(principal),
                                    Map.of("Name", principal)));
        });
        return Secret.of(password);
    }

    /** Who has this password logs in no more. */
    public void remove(String principal) {
        catalog.run(tx -> {
            if (!tx.databasePasswords().delete(principal)) {
                throw new IllegalArgumentException("principal '" + principal + "' has no database password");
            }
            tx.audit()
                    .append(trail.events()
                            .api()
                            .changed(
                                    trail.caller(),
                                    "DeleteDatabasePassword",
                                    arn(principal),
                                    Map.of("Name", principal)));
        });
    }

    /** What tells a principal's password; empty where there is none, or no such principal. */
    public Optional<ScramVerifier> verifier(String principal) {
        return catalog.read(tx -> tx.databasePasswords().find(principal)).map(ScramVerifier::parse);
    }

    private Arn arn(String principal) {
        return principals.arn(principal);
    }

    private static IllegalArgumentException unknown(String name) {
        return new IllegalArgumentException(
                "there is no principal '" + name + "'; spicerack principal list shows those that are");
    }
}
