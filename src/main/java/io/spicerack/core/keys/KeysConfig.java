package io.spicerack.core.keys;

import io.spicerack.model.Account;
import io.spicerack.model.KeyReference;
import java.util.Optional;

/**
 * Whose keys protect the data.
 *
 * @param serviceOwnedKey the KMS key of the installation, which seals data sets while no default key is registered
 * @param serviceRole the principal that grants are given to
 * @param drillKey the key that drills may disable, which seals nothing but their canary; empty where there are no drills
 */
public record KeysConfig(
        Account account, KeyReference serviceOwnedKey, String serviceRole, Optional<KeyReference> drillKey) {}
