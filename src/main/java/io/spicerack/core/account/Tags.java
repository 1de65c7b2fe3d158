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

    /** Characters of a key, as AWS allows. */
    public static final int LONGEST_KEY = 128;

    /** Characters of a value, as AWS allows. */
    public static final int LONGEST_VALUE = 256;

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
            check("tag", resource.toString(), all);
            tags.forEach((key, value) -> tx.tags().put(resource, key, value));
            tx.audit()
                    .append(trail.events()
                            .api()
                            .changed(trail.caller(), "TagResource", resource, Map.of("Tags", tags.toString())));
        });
    }

    /**
     * Throws {@code IllegalArgumentException} where one owner may not have these. It names keys and no value, which may be
     * secret.
     *
     * @param kind what they are called
     */
    static void check(String kind, String owner, Map<String, String> tags) {
        if (tags.size() > MOST) {
            throw new IllegalArgumentException(
                    owner + " would have " + tags.size() + " " + kind + "s; at most " + MOST + " are allowed");
        }
        String allowed = "; a " + kind + " has a key of 1 to " + LONGEST_KEY + " characters and a value of 1 to "
                + LONGEST_VALUE;
        tags.forEach((key, value) -> {
            if (key.isEmpty() || key.length() > LONGEST_KEY) {
                throw new IllegalArgumentException(
                        "a key of " + owner + " has " + key.length() + " characters" + allowed);
            }
            if (value.isEmpty() || value.length() > LONGEST_VALUE) {
                throw new IllegalArgumentException(
                        "the value of '" + key + "' of " + owner + " has " + value.length() + " characters" + allowed);
            }
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
