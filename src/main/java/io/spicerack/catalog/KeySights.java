package io.spicerack.catalog;

import io.spicerack.catalog.record.KeySight;
import io.spicerack.model.KeyReference;
import io.spicerack.model.KeyState;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** How keys are, as the node that watches them tells the others. */
public final class KeySights {
    private final Handle handle;

    KeySights(Handle handle) {
        this.handle = handle;
    }

    /** Those of which there was anything to tell yet. */
    public List<KeySight> list() {
        return handle.createQuery("SELECT * FROM key_sight ORDER BY key_arn")
                .map(row -> new KeySight(
                        row.getColumn("key_arn", KeyReference.class),
                        row.getColumn("state", KeyState.class),
                        Optional.ofNullable(row.getColumn("silence", String.class))))
                .list();
    }

    /** Keeps how a key is; the provider of keys has said so. */
    public void put(KeyReference key, KeyState state) {
        put(key, state, null);
    }

    /** Keeps why the provider of keys does not say how one is. */
    public void silent(KeyReference key, KeyState lastKnown, String why) {
        put(key, lastKnown, why);
    }

    private void put(KeyReference key, KeyState state, @Nullable String silence) {
        handle.createUpdate(
                        """
                        INSERT INTO key_sight (key_arn, state, silence) VALUES (:key, :state, :silence)
                        ON CONFLICT (key_arn) DO UPDATE SET state = excluded.state, silence = excluded.silence""")
                .bind("key", key)
                .bind("state", state)
                .bind("silence", silence)
                .execute();
    }
}
