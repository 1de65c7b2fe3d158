package io.spicerack.settings;

import io.spicerack.model.KeyReference;
import java.util.function.Function;

/**
 * A provider of keys that {@code spicerack.key-provider} may choose, as the settings see it. Immutable.
 *
 * @param form its word, and after a colon what it opens where it opens something: {@code kms}, {@code file:PATH}
 * @param naming how its keys are named, as words for a message: "the ARN of a KMS key"
 * @param grants whether it makes grants, which {@code spicerack.service-role} is given
 * @param names reads such a name, without asking anybody; {@code IllegalArgumentException} says what is wrong with it
 */
public record KeyProvider(String form, String naming, boolean grants, Function<String, KeyReference> names) {
    public String word() {
        return word(form);
    }

    static String word(String text) {
        return text.split(":", 2)[0];
    }

    /** What stands after the word; empty where nothing does. */
    public static String place(String text) {
        return text.substring(Math.min(text.length(), word(text).length() + 1));
    }

    boolean fits(String text) {
        return place(form).isEmpty() == place(text).isEmpty();
    }
}
