package io.spicerack.core.account;

import io.spicerack.catalog.Catalog;
import io.spicerack.core.trail.Trail;
import io.spicerack.model.Arn;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The tags of data sources and data sets. Thread-safe. */
public final class Tags {
    /** What AWS allows on one resource. */
    public static final int MOST = 50;

    private final Catalog catalog;
    private final Trail trail;

    public Tags(Catalog catalog, Trail trail) {
        this.catalog = catalog;
        this.trail = trail;
    }

    public Map<String, String> of(Arn resource) {
        return catalog.read(tx -> tx.tags().of(resource));
    }

    /** Adds tags; one whose key is there gets the new value. */
    public void put(Arn resource, Map<String, String> tags) {
        catalog.run(tx -> {
            Map<String, String> all = new TreeMap<>(tx.tags().of(resource));
            all.putAll(tags);
            if (all.size() > MOST) {
                throw new IllegalArgumentException(
                        resource + " would have " + all.size() + " tags; at most " + MOST + " are allowed");
            }
            tags.forEach((key, value) -> tx.tags().put(resource, key, value));
            tx.audit()
                    .append(trail.events()
                            .api()
                            .changed(trail.caller(), "TagResource", resource, Map.of("Tags", tags.toString())));
        });
    }

    public void remove(Arn resource, List<String> keys) {
        catalog.run(tx -> {
            tx.tags().remove(resource, keys);
            tx.audit()
                    .append(trail.events()
                            .api()
                            .changed(trail.caller(), "UntagResource", resource, Map.of("TagKeys", keys.toString())));
        });
    }
}
