package io.spicerack.kit.s3;

import io.spicerack.kit.protocol.AwsError;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The one range of bytes that a request asks of an object, from {@code first} to before {@code end}. Immutable. */
record ByteRange(int first, int end, int size) {
    private static final Pattern FORM = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /** Empty where all of it is asked for: S3 takes what it cannot read for no range at all. */
    static Optional<ByteRange> of(Optional<String> header, int size) {
        Matcher asked = FORM.matcher(header.orElse(""));
        if (!asked.matches() || (asked.group(1).isEmpty() && asked.group(2).isEmpty())) {
            return Optional.empty();
        }
        long first;
        long last = size - 1L;
        if (asked.group(1).isEmpty()) {
            first = Math.max(0, size - Long.parseLong(asked.group(2)));
        } else {
            first = Long.parseLong(asked.group(1));
            last = asked.group(2).isEmpty() ? last : Math.min(last, Long.parseLong(asked.group(2)));
        }
        if (first >= size || last < first) {
            throw new AwsError("InvalidRange", "The requested range is not satisfiable", 416);
        }
        return Optional.of(new ByteRange((int) first, (int) last + 1, size));
    }

    byte[] of(byte[] object) {
        return Arrays.copyOfRange(object, first, end);
    }

    /** As the answer's Content-Range has it. */
    String words() {
        return "bytes " + first + "-" + (end - 1) + "/" + size;
    }
}
