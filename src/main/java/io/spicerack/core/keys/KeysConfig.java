package io.spicerack.core.keys;

import io.spicerack.model.Account;
import io.spicerack.model.KeyReference;

/**
 * Whose keys protect the data.
 *
 * @param serviceOwnedKey the KMS key of the installation, which seals data sets while no default key is registered
 * @param serviceRole the principal that grants are given to
 */
public record KeysConfig(Account account, KeyReference serviceOwnedKey, String serviceRole) {}
