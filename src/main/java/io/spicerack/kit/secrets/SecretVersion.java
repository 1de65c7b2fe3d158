package io.spicerack.kit.secrets;

import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One version of a secret. Immutable; its content prints redacted.
 *
 * @param stages its staging labels
 * @param keyReference the KMS key as it was named; null for the service's own key
 */
record SecretVersion(
        String id, Instant created, Set<String> stages, @Nullable String keyReference, SecretContent content) {
    static final String CURRENT = "AWSCURRENT";
    static final String PREVIOUS = "AWSPREVIOUS";

    SecretVersion {
        stages = Set.copyOf(stages);
    }

    boolean isStaged(String stage) {
        return stages.contains(stage);
    }

    SecretVersion labelled(String stage) {
        Set<String> more = new TreeSet<>(stages);
        more.add(stage);
        return new SecretVersion(id, created, more, keyReference, content);
    }

    SecretVersion unlabelled(String stage) {
        Set<String> less = new TreeSet<>(stages);
        less.remove(stage);
        return new SecretVersion(id, created, less, keyReference, content);
    }
}
