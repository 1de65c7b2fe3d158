package io.spicerack.source.mysql;

import io.spicerack.model.Secret;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.HostAddress;
import org.mariadb.jdbc.plugin.Credential;
import org.mariadb.jdbc.plugin.CredentialPlugin;

/**
 * How MariaDB Connector/J comes by passwords that are good for one log-in: it asks at each connection, at those too that it
 * makes by itself to stop a query. The driver makes it (META-INF/services), one for each connection's configuration, which
 * holds what makes the passwords. Thread-safe.
 */
public final class MySqlTokens implements CredentialPlugin {
    static final String TYPE = "spicerack";

    /** The driver hands on options that it does not know. */
    static final String PASSWORDS = "spicerackPasswords";

    private static final Map<String, WeakReference<Supplier<Secret>>> HANDED = new ConcurrentHashMap<>();
    private static final AtomicLong IDS = new AtomicLong();

    private volatile @Nullable Supplier<Secret> passwords;
    private volatile String user = "";

    /** Whoever hands them holds them until the connection is made. */
    static String hand(Supplier<Secret> passwords) {
        HANDED.values().removeIf(kept -> kept.get() == null);
        String id = String.valueOf(IDS.incrementAndGet());
        HANDED.put(id, new WeakReference<>(passwords));
        return id;
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public boolean mustUseSsl() {
        return true;
    }

    @Override
    public CredentialPlugin initialize(Configuration configuration, String userName, HostAddress host) {
        if (passwords == null) {
            WeakReference<Supplier<Secret>> handed =
                    HANDED.get(configuration.nonMappedOptions().getProperty(PASSWORDS, ""));
            passwords = handed == null ? null : handed.get();
        }
        user = userName;
        return this;
    }

    @Override
    public Credential get() {
        Supplier<Secret> made = passwords;
        if (made == null) {
            throw new IllegalStateException("nobody makes passwords for this connection");
        }
        try (Secret once = made.get()) {
            return new Credential(user, once.reveal(text -> text));
        }
    }
}
