package io.spicerack.envelope;

import io.spicerack.model.KeyReference;
import io.spicerack.model.KeyState;

/**
 * What DescribeKey tells of a key.
 *
 * @param symmetric whether it is a SYMMETRIC_DEFAULT key for ENCRYPT_DECRYPT, the only kind that can seal data sets
 */
public record KeyDescription(KeyReference key, KeyState state, boolean symmetric) {
    public boolean usable() {
        return state == KeyState.Enabled && symmetric;
    }
}
