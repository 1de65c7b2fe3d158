package io.spicerack.kit.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Sees every call after it ended, the refused ones too. Thread-safe: calls end on several threads. */
public interface CallLog {
    /**
     * {@code answer} is null when the call was refused, and {@code error} when it succeeded. Input and answer may hold secrets:
     * keep none of it as it is.
     */
    void ended(AwsCall call, @Nullable ObjectNode answer, @Nullable AwsError error);
}
