package io.spicerack.audit.file;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where a trail's objects are read from: a directory or a bucket. */
public interface TrailObjects {
    /** An object and its user metadata, whose names are in lower case. */
    @SuppressWarnings("ArrayRecordComponent") // handed over once and not kept
    record Content(byte[] bytes, Map<String, String> metadata) {
        public Content {
            metadata = Map.copyOf(metadata);
        }
    }

    /** The keys that begin with {@code prefix}, in the order of their names. */
    List<String> keys(String prefix);

    /** Empty where there is no object of that key. */
    Optional<Content> find(String key);
}
