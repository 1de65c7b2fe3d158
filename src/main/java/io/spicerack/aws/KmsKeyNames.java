package io.spicerack.aws;

import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.envelope.KeyUnavailableException.Reason;
import io.spicerack.model.Account;
import io.spicerack.model.Arn;
import io.spicerack.model.KeyReference;
import java.util.Optional;

/** How KMS's keys are named: by key ARN, since an alias may name another key tomorrow. */
public final class KmsKeyNames {
    private KmsKeyNames() {}

    /** Reads an ARN of KMS or refuses the text with {@code IllegalArgumentException}. */
    public static KeyReference reference(String text) {
        return new KeyReference(Arn.parse(text).toString());
    }

    /** Why a key of this name cannot protect data of the account; empty where KMS has to be asked. */
    public static Optional<String> outOfPlace(KeyReference key, Account account) {
        Optional<Arn> found = Arn.find(key.text()).filter(KmsKeyNames::namesAKey);
        if (found.isEmpty()) {
            return Optional.of(key + " is no key ARN; the shape is arn:aws:kms:region:account-id:key/key-id");
        }
        Arn arn = found.get();
        if (!arn.region().equals(account.region())) {
            return Optional.of(
                    key + " is in Region " + arn.region() + "; data sets here need a key of " + account.region());
        }
        if (!arn.accountId().equals(account.id())) {
            return Optional.of(key + " is of account " + arn.accountId() + "; data sets here need a key of account "
                    + account.id());
        }
        return Optional.empty();
    }

    /** A key that KMS may be asked for: it may take what another provider's key is called for the id of one of its own. */
    static KeyReference own(KeyReference key) {
        if (Arn.find(key.text()).isEmpty()) {
            throw new KeyUnavailableException(
                    key,
                    Reason.NOT_FOUND,
                    "Key " + key + " is not named by ARN, so it is none of KMS. Name the provider that has it in"
                            + " spicerack.key-provider",
                    null);
        }
        return key;
    }

    private static boolean namesAKey(Arn arn) {
        return arn.service().equals("kms") && arn.resource().startsWith("key/");
    }
}
