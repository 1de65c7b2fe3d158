package io.spicerack.local;

import org.jspecify.annotations.Nullable;

/** Sees every call after it ended, the refused ones too. Thread-safe: calls end on several threads. */
interface CallLog {
    /** {@code error} is null when the call succeeded. The input may hold secrets: keep none of it as it is. */
    void ended(Call call, @Nullable AwsError error);
}
