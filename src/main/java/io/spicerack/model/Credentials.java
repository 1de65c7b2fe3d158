package io.spicerack.model;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** A user name, and the password of one connection. Closing wipes a password that is kept. One owner uses and closes it. */
public final class Credentials implements AutoCloseable {
    private final String username;
    private final Optional<Secret> kept;
    private final Supplier<Secret> passwords;

    private Credentials(String username, Optional<Secret> kept, Supplier<Secret> passwords) {
        this.username = username;
        this.kept = kept;
        this.passwords = passwords;
    }

    /** From a secret or a credential pair: the same password for each connection. */
    public Credentials(String username, Secret password) {
        this(username, Optional.of(password), () -> password);
    }

    /** Each connection gets a password of its own, which is good for some minutes alone. */
    public static Credentials renewed(String username, Supplier<Secret> passwords) {
        return new Credentials(username, Optional.empty(), passwords);
    }

    public String username() {
        return username;
    }

    /** Lends the password of one more connection, which is about to be made. */
    public <T> T reveal(Function<String, T> use) {
        if (kept.isPresent()) {
            return kept.get().reveal(use);
        }
        try (Secret once = passwords.get()) {
            return once.reveal(use);
        }
    }

    /** What makes the passwords, where each connection needs its own; those too that a driver makes by itself. */
    public Optional<Supplier<Secret>> renewal() {
        return kept.isPresent() ? Optional.empty() : Optional.of(passwords);
    }

    @Override
    public void close() {
        kept.ifPresent(Secret::close);
    }
}
