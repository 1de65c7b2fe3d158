package io.spicerack.kit.secrets;

import io.spicerack.kit.protocol.AwsError;
import io.spicerack.kit.protocol.AwsInput;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.function.Function;

/** The order that ListSecrets is asked for, as texts that sort alike. */
final class SecretOrder {
    private SecretOrder() {}

    /** By name where nothing is said. */
    static Function<StoredSecret, String> of(AwsInput input) {
        return switch (input.text("SortBy", "name")) {
            case "name" -> StoredSecret::name;
            case "created-date" -> secret -> at(secret.dates().created(), secret);
            case "last-changed-date" -> secret -> at(secret.dates().changed(), secret);
            default ->
                throw new AwsError(
                        "InvalidParameterException",
                        "The local Secrets Manager does not know when a secret was read; sort by created-date,"
                                + " last-changed-date or name.");
        };
    }

    static Comparator<String> direction(AwsInput input) {
        return input.text("SortOrder", "asc").equals("desc") ? Comparator.reverseOrder() : Comparator.naturalOrder();
    }

    private static String at(Instant time, StoredSecret secret) {
        return String.format(Locale.ROOT, "%020d%09d ", time.getEpochSecond(), time.getNano()) + secret.name();
    }
}
