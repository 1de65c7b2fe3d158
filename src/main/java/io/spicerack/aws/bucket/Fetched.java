package io.spicerack.aws.bucket;

import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Bytes of an object from {@code start} on. Immutable as long as nobody writes to them.
 *
 * @param size of the whole object
 * @param tag of the object that they are of
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once
record Fetched(long start, byte[] bytes, long size, String tag) {
    /** Of an object without bytes. */
    static final Fetched NOTHING = new Fetched(0, new byte[0], 0, "");

    private static final Pattern RANGE = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18})");

    /** What an answer has; one that breaks off is asked for again. */
    static Fetched of(GetObjectResponse answer, InputStream body, long most) throws IOException {
        Matcher range = RANGE.matcher(String.valueOf(answer.contentRange()));
        if (!range.matches()) {
            throw new IOException("S3 gave no range of the object, where one was asked for");
        }
        long start = Long.parseLong(range.group(1));
        long length = Long.parseLong(range.group(2)) - start + 1;
        if (length < 0 || length > most) {
            throw new IOException("S3 gave " + length + " bytes, where at most " + most + " were asked for");
        }
        byte[] bytes;
        try {
            bytes = body.readNBytes((int) length);
        } catch (IOException e) {
            throw RetryableException.create("an answer of S3 broke off", e);
        }
        if (bytes.length != length) {
            throw RetryableException.create("an answer of S3 ended after " + bytes.length + " of " + length + " bytes");
        }
        return new Fetched(start, bytes, Long.parseLong(range.group(3)), answer.eTag());
    }
}
