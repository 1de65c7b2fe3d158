package io.spicerack.aws.bucket;

import java.io.ByteArrayInputStream;
import software.amazon.awssdk.core.sync.RequestBody;

/** The first bytes of an array, to be sent as they are: nobody writes to them any more. */
@SuppressWarnings("ArrayRecordComponent") // handed over once
record Content(byte[] bytes, int length) {
    /** May be sent again as often as a call is tried. */
    RequestBody body() {
        return RequestBody.fromContentProvider(
                () -> new ByteArrayInputStream(bytes, 0, length), length, "application/octet-stream");
    }
}
