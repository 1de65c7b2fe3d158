package io.spicerack.catalog.record;

import io.spicerack.envelope.WrappedKey;
import java.time.Instant;
import java.util.List;

/**
 * A principal of the API as the catalog keeps it. Immutable.
 *
 * @param secretAccessKey as KMS encrypted it
 * @param actions such as {@code quicksight:Describe*}
 * @param secrets ARNs of secrets, with {@code *} at the end of one for all that begin so
 */
public record PrincipalRecord(
        String name,
        String accessKeyId,
        WrappedKey secretAccessKey,
        List<String> actions,
        List<String> secrets,
        Instant created,
        Instant rotated) {
    public PrincipalRecord {
        actions = List.copyOf(actions);
        secrets = List.copyOf(secrets);
        created = StoredTime.of(created);
        rotated = StoredTime.of(rotated);
    }
}
