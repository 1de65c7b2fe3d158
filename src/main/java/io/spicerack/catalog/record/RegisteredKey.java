package io.spicerack.catalog.record;

import io.spicerack.model.KeyReference;

/** A KMS key that is registered for the account (QuickSight's RegisteredCustomerManagedKey); at most one is the default. */
public record RegisteredKey(KeyReference key, boolean isDefault) {}
