package io.spicerack.kit.secrets;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A secret as it is kept. Immutable: a change makes another.
 *
 * @param policy its resource policy; null when there is none
 * @param versions oldest first
 */
record StoredSecret(
        String arn, String name, Details details, Dates dates, @Nullable String policy, List<SecretVersion> versions) {
    /** Secrets Manager forgets the oldest of the versions without a label beyond about this many. */
    private static final int MOST_UNLABELLED = 100;

    /**
     * What describes a secret.
     *
     * @param keyReference the KMS key for new versions; null for the service's own key
     */
    record Details(@Nullable String description, @Nullable String keyReference, Map<String, String> tags) {
        Details {
            tags = Map.copyOf(tags);
        }
    }

    /**
     * @param deleted when it was marked for deletion; null when it was not
     * @param gone when its recovery window ends
     */
    record Dates(Instant created, Instant changed, @Nullable Instant deleted, @Nullable Instant gone) {}

    StoredSecret {
        versions = List.copyOf(versions);
    }

    StoredSecret with(Details newDetails) {
        return new StoredSecret(arn, name, newDetails, dates, policy, versions);
    }

    StoredSecret with(Dates newDates) {
        return new StoredSecret(arn, name, details, newDates, policy, versions);
    }

    StoredSecret withPolicy(@Nullable String newPolicy) {
        return new StoredSecret(arn, name, details, dates, newPolicy, versions);
    }

    StoredSecret withVersions(List<SecretVersion> newVersions, Instant changed) {
        Dates newDates = new Dates(dates.created(), changed, dates.deleted(), dates.gone());
        return new StoredSecret(arn, name, details, newDates, policy, newVersions);
    }

    /** With a new version that takes {@code labels}; the label AWSPREVIOUS follows AWSCURRENT. */
    StoredSecret withVersion(SecretVersion fresh, List<String> labels, Instant changed) {
        List<SecretVersion> all = new ArrayList<>(versions);
        all.add(fresh);
        StoredSecret added = withVersions(all, changed);
        for (String label : new TreeSet<>(labels)) {
            added = added.labelled(label, fresh.id(), changed);
        }
        return added.pruned();
    }

    /** Moves {@code stage} to a version; AWSCURRENT leaves AWSPREVIOUS where it was. */
    StoredSecret labelled(String stage, String versionId, Instant changed) {
        SecretVersion old = staged(stage);
        StoredSecret moved = this;
        if (old != null && !old.id().equals(versionId)) {
            moved = moved.unlabelled(stage, changed);
            if (stage.equals(SecretVersion.CURRENT)) {
                moved = moved.unlabelled(SecretVersion.PREVIOUS, changed)
                        .changed(old.id(), version -> version.labelled(SecretVersion.PREVIOUS), changed);
                moved = moved.changed(versionId, version -> version.unlabelled(SecretVersion.PREVIOUS), changed);
            }
        }
        return moved.changed(versionId, version -> version.labelled(stage), changed);
    }

    StoredSecret unlabelled(String stage, Instant changed) {
        return withVersions(
                versions.stream().map(each -> each.unlabelled(stage)).toList(), changed);
    }

    @Nullable
    SecretVersion version(String id) {
        return versions.stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElse(null);
    }

    @Nullable
    SecretVersion staged(String stage) {
        return versions.stream()
                .filter(each -> each.isStaged(stage))
                .findFirst()
                .orElse(null);
    }

    private StoredSecret changed(String versionId, UnaryOperator<SecretVersion> change, Instant at) {
        return withVersions(
                versions.stream()
                        .map(each -> each.id().equals(versionId) ? change.apply(each) : each)
                        .toList(),
                at);
    }

    private StoredSecret pruned() {
        long unlabelled =
                versions.stream().filter(each -> each.stages().isEmpty()).count();
        if (unlabelled <= MOST_UNLABELLED) {
            return this;
        }
        List<SecretVersion> kept = new ArrayList<>(versions);
        versions.stream()
                .filter(each -> each.stages().isEmpty())
                .limit(unlabelled - MOST_UNLABELLED)
                .forEach(kept::remove);
        return withVersions(kept, dates.changed());
    }
}
