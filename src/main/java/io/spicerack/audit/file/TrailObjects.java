package io.spicerack.audit.file;

import io.spicerack.audit.file.LogBucket.Content;
import java.util.List;
import java.util.Optional;

/** Where a trail's objects are read from: a directory or a bucket. */
public interface TrailObjects {
    /** The keys that begin with {@code prefix}, in the order of their names. */
    List<String> keys(String prefix);

    /** Empty where there is no object of that key. */
    Optional<Content> find(String key);
}
