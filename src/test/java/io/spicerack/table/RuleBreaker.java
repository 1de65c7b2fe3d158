package io.spicerack.table;

import io.spicerack.envelope.DataKey;
import javax.crypto.SecretKey;

/** A class that breaks the rules on purpose: it lives in table, and uses the envelope beside it and key bytes. */
public record RuleBreaker(DataKey beside, SecretKey bytes) {}
