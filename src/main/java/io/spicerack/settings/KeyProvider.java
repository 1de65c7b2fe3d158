package io.spicerack.settings;

import io.spicerack.aws.AwsClients;
import io.spicerack.core.keys.KeysConfig;
import io.spicerack.envelope.KeyService;
import io.spicerack.model.KeyReference;
import java.security.SecureRandom;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A provider of keys that {@code spicerack.key-provider} may choose. Immutable.
 *
 * @param form its word, and after a colon what it opens where it opens something: {@code kms}, {@code file:PATH}
 * @param naming how its keys are named, as words for a message: "the ARN of a KMS key"
 * @param names reads such a name, without asking anybody; {@code IllegalArgumentException} says what is wrong with it
 * @param opening makes it ready; {@code IllegalArgumentException} says why it cannot be opened
 */
public record KeyProvider(String form, String naming, Function<String, KeyReference> names, Opening opening) {
    /** Opens the provider: all of it that has to be closed goes to {@link Setup#closing}. */
    @FunctionalInterface
    public interface Opening {
        KeyService open(Setup setup);
    }

    /**
     * What a provider is opened with.
     *
     * @param place what stands after the colon of {@code spicerack.key-provider}; empty where nothing may
     * @param closing takes what is closed when Spicerack ends, the last first
     */
    public record Setup(
            String place, KeysConfig keys, AwsClients aws, SecureRandom random, Consumer<AutoCloseable> closing) {}

    String word() {
        return word(form);
    }

    static String word(String text) {
        return text.split(":", 2)[0];
    }

    /** What stands after the word; empty where nothing does. */
    static String place(String text) {
        return text.substring(Math.min(text.length(), word(text).length() + 1));
    }

    boolean fits(String text) {
        return place(form).isEmpty() == place(text).isEmpty();
    }
}
