package io.spicerack.audit.file;

import io.spicerack.model.Account;
import io.spicerack.model.Arn;
import java.util.regex.Pattern;

/**
 * The trail as CloudTrail knows one: its name, and the bucket that digest files say the log files are in. Immutable.
 *
 * @param bucket a name of S3's; the audit directory is served under it, and the S3 sink writes to it
 */
public record TrailName(Account account, String name, String bucket) {
    // CreateTrail's own rules
    private static final Pattern NAME = Pattern.compile("(?=.{3,128}$)[A-Za-z0-9](?:[._-]?[A-Za-z0-9])*");
    private static final Pattern BUCKET = Pattern.compile("(?=.{3,63}$)[a-z0-9](?:[.-]?[a-z0-9]|--)*");

    public TrailName {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("trail name '" + name + "' is not 3 to 128 letters, digits and single"
                    + " '.', '_' or '-' between them");
        }
        if (!BUCKET.matcher(bucket).matches()) {
            throw new IllegalArgumentException("bucket name '" + bucket + "' is not 3 to 63 lower-case letters, digits"
                    + " and '.' or '-' between them");
        }
    }

    public Arn arn() {
        return new Arn(account.partition(), "cloudtrail", account.region(), account.id(), "trail/" + name);
    }
}
