package io.spicerack.kit.secrets;

import io.spicerack.kit.protocol.AwsError;
import io.spicerack.kit.protocol.AwsInput;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The filters of ListSecrets and BatchGetSecretValue: each names a key and values; a value with ! in front excludes. */
final class SecretFilters {
    private SecretFilters() {}

    /** The secrets that match every filter. */
    static List<StoredSecret> matching(Collection<StoredSecret> secrets, List<AwsInput> filters) {
        return secrets.stream()
                .filter(secret -> filters.stream().allMatch(filter -> matches(secret, filter)))
                .toList();
    }

    private static boolean matches(StoredSecret secret, AwsInput filter) {
        String key = filter.required("Key");
        List<String> texts = texts(secret, key);
        return filter.list("Values").stream()
                .anyMatch(value -> value.startsWith("!")
                        ? !anyBegins(texts, value.substring(1), key)
                        : anyBegins(texts, value, key));
    }

    private static boolean anyBegins(List<String> texts, String prefix, String key) {
        return switch (key) {
            case "all" -> hasWords(texts, prefix);
            case "description" ->
                texts.stream()
                        .anyMatch(text -> text.toLowerCase(Locale.ROOT).startsWith(prefix.toLowerCase(Locale.ROOT)));
            default -> texts.stream().anyMatch(text -> text.startsWith(prefix));
        };
    }

    /** Each word somewhere in any of the texts. */
    private static boolean hasWords(List<String> texts, String words) {
        return Arrays.stream(words.toLowerCase(Locale.ROOT).split(" +", 0)).allMatch(word -> texts.stream()
                .anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(word)));
    }

    private static List<String> texts(StoredSecret secret, String key) {
        List<String> name = List.of(secret.name());
        String text = secret.details().description();
        List<String> description = text == null ? List.of() : List.of(text);
        Collection<String> tagKeys = secret.details().tags().keySet();
        Collection<String> tagValues = secret.details().tags().values();
        return switch (key) {
            case "name" -> name;
            case "description" -> description;
            case "tag-key" -> List.copyOf(tagKeys);
            case "tag-value" -> List.copyOf(tagValues);
            case "all" ->
                Stream.of(name, description, tagKeys, tagValues)
                        .flatMap(Collection::stream)
                        .toList();
            // no secret here has a replica, or belongs to a service
            case "primary-region", "owning-service" -> List.of();
            default ->
                throw new AwsError(
                        "InvalidParameterException",
                        "The filter key '" + key + "' is not name, description, tag-key, tag-value, primary-region,"
                                + " owning-service or all.");
        };
    }
}
