package io.spicerack.settings;

import io.spicerack.aws.AwsKeyService;
import io.spicerack.aws.KmsFailures;
import io.spicerack.aws.KmsKeyNames;
import io.spicerack.camel.CamelKeySwitch;
import io.spicerack.envelope.KeyService;
import io.spicerack.model.Account;
import io.spicerack.model.EditDistance;
import java.util.List;

/** The providers of keys that {@code spicerack.key-provider} may choose: the one place that names them. Immutable. */
public final class KeyProviders {
    static final KeyProvider KMS =
            new KeyProvider("kms", "the ARN of a KMS key", KmsKeyNames::reference, KeyProviders::kms);

    static final KeyProviders SERVED = new KeyProviders(KMS);

    private final List<KeyProvider> served;

    KeyProviders(KeyProvider... served) {
        this.served = List.of(served);
    }

    /** Finds the one that is meant, or says which there are. */
    KeyProvider named(String text) {
        KeyProvider found = served.stream()
                .filter(provider -> provider.word().equals(KeyProvider.word(text)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("it must be one of " + forms()
                        + EditDistance.nearest(
                                KeyProvider.word(text), served.stream().map(KeyProvider::word))));
        if (!found.fits(text)) {
            throw new IllegalArgumentException("it must be " + found.form());
        }
        return found;
    }

    private String forms() {
        return String.join(", ", served.stream().map(KeyProvider::form).toList());
    }

    private static KeyService kms(KeyProvider.Setup setup) {
        CamelKeySwitch keySwitch = new CamelKeySwitch(setup.aws().kms(), KmsFailures::unavailable);
        setup.closing().accept(keySwitch);
        Account account = setup.keys().account();
        return new AwsKeyService(
                setup.aws().kms(), setup.random(), account, setup.keys().serviceRole(), keySwitch);
    }
}
