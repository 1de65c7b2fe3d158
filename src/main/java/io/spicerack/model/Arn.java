package io.spicerack.model;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An Amazon Resource Name, {@code arn:partition:service:region:account-id:resource}. Immutable.
 *
 * @param resource all after the fifth colon, such as {@code key/1234} or {@code secret:name-AbCdEf}
 */
public record Arn(String partition, String service, String region, String accountId, String resource) {
    private static final Pattern SHAPE =
            Pattern.compile("arn:([-a-z0-9]+):([-a-z0-9]+):([-a-z0-9]*):([0-9]{12}|):(\\S.*)");

    public Arn {
        String text = "arn:" + partition + ":" + service + ":" + region + ":" + accountId + ":" + resource;
        if (!SHAPE.matcher(text).matches()) {
            throw new IllegalArgumentException(problem(text));
        }
    }

    /** Reads an ARN; {@code IllegalArgumentException} names the text and the shape that is allowed. */
    public static Arn parse(String text) {
        return find(text).orElseThrow(() -> new IllegalArgumentException(problem(text)));
    }

    /** Empty where the text is none. */
    public static Optional<Arn> find(String text) {
        Matcher matcher = SHAPE.matcher(text);
        return matcher.matches()
                ? Optional.of(new Arn(
                        matcher.group(1), matcher.group(2), matcher.group(3), matcher.group(4), matcher.group(5)))
                : Optional.empty();
    }

    private static String problem(String text) {
        return "'" + text + "' is not an ARN; the shape is arn:partition:service:region:account-id:resource,"
                + " with an account id of 12 digits";
    }

    @Override
    public String toString() {
        return "arn:" + partition + ":" + service + ":" + region + ":" + accountId + ":" + resource;
    }
}
