package io.spicerack.kit.protocol;

import io.spicerack.model.Account;
import io.spicerack.model.Secret;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/**
 * How the local AWS runs, on the loopback address: it speaks plain HTTP. Immutable.
 *
 * @param port 0 takes any free one
 * @param dataDirectory where its state is kept; made when it is missing, used by one process at a time
 * @param account whose keys and secrets these are, and in which Region
 * @param accessKey what callers sign with
 * @param trail the audit trail that is shown as CloudTrail and S3 do, if any
 */
public record LocalAwsConfig(
        int port, Path dataDirectory, Account account, AccessKey accessKey, Clock clock, Optional<ServedTrail> trail) {

    /** Without an audit trail to show. */
    public static LocalAwsConfig onLoopback(
            int port, Path dataDirectory, Account account, AccessKey accessKey, Clock clock) {
        return new LocalAwsConfig(port, dataDirectory, account, accessKey, clock, Optional.empty());
    }

    public LocalAwsConfig with(ServedTrail served) {
        return new LocalAwsConfig(port, dataDirectory, account, accessKey, clock, Optional.of(served));
    }

    /** The access key id and the secret access key that callers sign with. Prints no secret. */
    public record AccessKey(String id, Secret secret) {
        public AccessKey {
            if (!id.matches("[A-Za-z0-9_]{16,128}")) {
                throw new IllegalArgumentException("access key id '" + id + "' is not 16 to 128 letters and digits");
            }
        }
    }
}
