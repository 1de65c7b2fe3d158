package io.spicerack.core.keys;

import io.spicerack.catalog.database.NodeWord;
import io.spicerack.model.KeyReference;
import io.spicerack.model.KeyState;

/**
 * How a key is, as one node tells all.
 *
 * @param by the one that has carried it out already
 */
public record KeyWord(String by, KeyReference key, KeyState state) {
    NodeWord.Kind kind() {
        return state == KeyState.Enabled ? NodeWord.Kind.KEY_OPENED : NodeWord.Kind.KEY_SHUT;
    }

    String text() {
        return by + " " + state + " " + key;
    }

    /** As {@link #text} wrote it. */
    public static KeyWord parse(String text) {
        String[] parts = text.split(" ", 3);
        return new KeyWord(parts[0], new KeyReference(parts[2]), KeyState.valueOf(parts[1]));
    }
}
