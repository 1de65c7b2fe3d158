package io.spicerack.catalog;

import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Small values that the installation remembers, such as its service-owned key's ARN. Never a secret. */
public final class InstallationValues {
    private final Handle handle;

    InstallationValues(Handle handle) {
        this.handle = handle;
    }

    public Optional<String> find(String name) {
        return handle.createQuery("SELECT content FROM setting WHERE name = :name")
                .bind("name", name)
                .mapTo(String.class)
                .findOne();
    }

    public void put(String name, String content) {
        handle.createUpdate(
                        """
                        INSERT INTO setting (name, content) VALUES (:name, :content)
                        ON CONFLICT (name) DO UPDATE SET content = excluded.content""")
                .bind("name", name)
                .bind("content", content)
                .execute();
    }

    public void remove(String name) {
        handle.createUpdate("DELETE FROM setting WHERE name = :name")
                .bind("name", name)
                .execute();
    }
}
