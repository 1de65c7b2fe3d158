package io.spicerack.kit.secrets;

import io.spicerack.kit.protocol.AwsCall;
import io.spicerack.kit.protocol.AwsError;
import io.spicerack.kit.protocol.LocalAwsConfig;
import io.spicerack.kit.protocol.ResourcePolicy;
import io.spicerack.kit.state.RootKey;
import io.spicerack.kit.state.SealedStore;
import io.spicerack.model.Account;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Secrets, found as Secrets Manager finds them. Reads are thread-safe; changes are made by one thread at a time. */
final class SecretsState {
    private static final String SUFFIX_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int SUFFIX_LENGTH = 6;
    private static final Pattern SUFFIX = Pattern.compile("-[A-Za-z0-9]{" + SUFFIX_LENGTH + "}$");

    private final SealedStore<StoredSecret> secrets;
    private final Account account;
    private final Clock clock;
    private final SecureRandom random;

    SecretsState(Path directory, RootKey root, LocalAwsConfig config, SecureRandom random) throws IOException {
        this.secrets = SealedStore.open(directory, root, StoredSecret.class, StoredSecret::name);
        this.account = config.account();
        this.clock = config.clock();
        this.random = random;
        for (StoredSecret secret : List.copyOf(secrets.all())) {
            if (isGone(secret)) {
                secrets.remove(secret.name());
            }
        }
    }

    Instant now() {
        return clock.instant();
    }

    List<StoredSecret> all() {
        return secrets.all().stream().filter(secret -> !isGone(secret)).toList();
    }

    void put(StoredSecret secret) {
        secrets.put(secret);
    }

    void remove(StoredSecret secret) {
        secrets.remove(secret.name());
    }

    String newArn(String name) {
        StringBuilder arn = new StringBuilder(arnPrefix()).append(name).append('-');
        for (int i = 0; i < SUFFIX_LENGTH; i++) {
            arn.append(SUFFIX_LETTERS.charAt(random.nextInt(SUFFIX_LETTERS.length())));
        }
        return arn.toString();
    }

    @Nullable
    StoredSecret named(String name) {
        StoredSecret secret = secrets.find(name);
        return secret == null || isGone(secret) ? null : secret;
    }

    /**
     * The secret of {@code SecretId}, a name, an ARN or an ARN without its six random characters, also one that is marked
     * for deletion, when its policy does not deny the call.
     */
    StoredSecret evenDeleted(AwsCall call) {
        return permitted(call, find(call.input().required("SecretId")), call.action());
    }

    /** The same, but refuses a secret that is marked for deletion. */
    StoredSecret secret(AwsCall call) {
        return live(evenDeleted(call));
    }

    StoredSecret readable(AwsCall call, String secretId) {
        return live(permitted(call, find(secretId), "secretsmanager:GetSecretValue"));
    }

    boolean isMissing(String secretId) {
        return look(secretId) == null;
    }

    private StoredSecret find(String secretId) {
        StoredSecret found = look(secretId);
        if (found == null) {
            throw new AwsError("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
        }
        return found;
    }

    private @Nullable StoredSecret look(String secretId) {
        String prefix = arnPrefix();
        if (!secretId.startsWith("arn:")) {
            return named(secretId);
        }
        if (!secretId.startsWith(prefix)) {
            return null;
        }
        String rest = secretId.substring(prefix.length());
        StoredSecret whole = named(SUFFIX.matcher(rest).replaceFirst(""));
        return whole != null && whole.arn().equals(secretId) ? whole : named(rest);
    }

    private StoredSecret permitted(AwsCall call, StoredSecret secret, String action) {
        if (secret.policy() != null
                && ResourcePolicy.parse(secret.policy(), "MalformedPolicyDocumentException")
                        .denies(call.caller(), action)) {
            throw new AwsError(
                    "AccessDeniedException",
                    "User: " + call.caller().arn() + " is not authorized to perform: " + action + " on resource: "
                            + secret.arn() + " with an explicit deny in a resource-based policy");
        }
        return secret;
    }

    private static StoredSecret live(StoredSecret secret) {
        if (secret.dates().deleted() != null) {
            throw new AwsError(
                    "InvalidRequestException",
                    "You can't perform this operation on the secret because it was marked for deletion.");
        }
        return secret;
    }

    private boolean isGone(StoredSecret secret) {
        Instant gone = secret.dates().gone();
        return gone != null && !now().isBefore(gone);
    }

    private String arnPrefix() {
        return "arn:" + account.partition() + ":secretsmanager:" + account.region() + ":" + account.id() + ":secret:";
    }
}
