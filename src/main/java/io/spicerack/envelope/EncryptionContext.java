package io.spicerack.envelope;

import io.spicerack.model.Arn;

/**
 * What a ciphertext of KMS is bound to: the one pair {@code aws:quicksight:arn} = the ARN of a data set or data source.
 * It is authenticated by KMS and stands in its CloudTrail records in plain text.
 */
public record EncryptionContext(Arn resource) {
    /** The context's only key, as QuickSight has it. */
    public static final String KEY = "aws:quicksight:arn";
}
