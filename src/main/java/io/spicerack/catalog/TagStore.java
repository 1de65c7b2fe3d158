package io.spicerack.catalog;

import io.spicerack.model.Arn;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** The tags of data sources and data sets, and the session tags of principals. */
public final class TagStore {
    private final Handle handle;

    TagStore(Handle handle) {
        this.handle = handle;
    }

    public void put(Arn resource, String key, String value) {
        handle.createUpdate(
                        """
                        INSERT INTO resource_tag (resource_arn, tag_key, tag_value) VALUES (:resource, :key, :value)
                        ON CONFLICT (resource_arn, tag_key) DO UPDATE SET tag_value = excluded.tag_value""")
                .bind("resource", resource)
                .bind("key", key)
                .bind("value", value)
                .execute();
    }

    public void remove(Arn resource, Collection<String> keys) {
        for (String key : keys) {
            handle.createUpdate("DELETE FROM resource_tag WHERE resource_arn = :resource AND tag_key = :key")
                    .bind("resource", resource)
                    .bind("key", key)
                    .execute();
        }
    }

    /** By key. */
    public Map<String, String> of(Arn resource) {
        Map<String, String> tags = new TreeMap<>();
        handle.createQuery("SELECT tag_key, tag_value FROM resource_tag WHERE resource_arn = :resource")
                .bind("resource", resource)
                .map(row -> Map.entry(row.getColumn("tag_key", String.class), row.getColumn("tag_value", String.class)))
                .forEach(tag -> tags.put(tag.getKey(), tag.getValue()));
        return tags;
    }

    /** For a resource that is gone. */
    public void forgetResource(Arn resource) {
        handle.createUpdate("DELETE FROM resource_tag WHERE resource_arn = :resource")
                .bind("resource", resource)
                .execute();
    }
}
