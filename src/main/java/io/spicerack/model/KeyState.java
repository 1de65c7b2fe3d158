package io.spicerack.model;

/** The states of a KMS key that Spicerack tells apart, in KMS's spelling; Missing stands for a key that KMS does not know. */
public enum KeyState {
    Enabled,
    Disabled,
    PendingDeletion,
    PendingImport,
    Unavailable,
    Creating,
    Updating,
    Missing
}
