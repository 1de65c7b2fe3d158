package io.spicerack.aws;

import io.spicerack.model.KeyState;

/** KMS's key states as ours: one that we do not know counts as Unavailable, so that it is refused. */
public final class KeyStates {
    private KeyStates() {}

    public static KeyState of(String kmsState) {
        return switch (kmsState) {
            case "Enabled" -> KeyState.Enabled;
            case "Disabled" -> KeyState.Disabled;
            case "PendingDeletion", "PendingReplicaDeletion" -> KeyState.PendingDeletion;
            case "PendingImport" -> KeyState.PendingImport;
            case "Creating" -> KeyState.Creating;
            case "Updating" -> KeyState.Updating;
            default -> KeyState.Unavailable;
        };
    }
}
