package io.spicerack.settings;

import io.spicerack.model.KnownNames;
import java.util.List;

/** The providers of keys that {@code spicerack.key-provider} may choose. Immutable. */
public final class KeyProviders {
    private final List<KeyProvider> served;

    public KeyProviders(List<KeyProvider> served) {
        this.served = List.copyOf(served);
    }

    /** Finds the one that is meant, or says which there are. */
    KeyProvider named(String text) {
        KeyProvider found = served.stream()
                .filter(provider -> provider.word().equals(KeyProvider.word(text)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("it must be one of " + forms()
                        + KnownNames.nearest(
                                KeyProvider.word(text), served.stream().map(KeyProvider::word))));
        if (!found.fits(text)) {
            throw new IllegalArgumentException("it must be " + found.form());
        }
        return found;
    }

    private String forms() {
        return String.join(", ", served.stream().map(KeyProvider::form).toList());
    }
}
