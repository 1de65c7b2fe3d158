package io.spicerack.envelope;

/** A fresh data key in both its forms. Closing wipes the plaintext; the wrapped form is kept with what it seals. */
public record GeneratedKey(DataKey plaintext, WrappedKey wrapped) implements AutoCloseable {
    @Override
    public void close() {
        plaintext.close();
    }
}
