package io.spicerack.catalog.record;

import io.spicerack.model.Arn;

/** A KMS key that is registered for the account (QuickSight's RegisteredCustomerManagedKey); at most one is the default. */
public record RegisteredKey(Arn key, boolean isDefault) {}
