package io.spicerack.model;

/** A user name and its password, from a secret or a credential pair. Closing wipes the password. */
public record Credentials(String username, Secret password) implements AutoCloseable {
    @Override
    public void close() {
        password.close();
    }
}
