package io.spicerack.envelope;

import io.spicerack.table.Schema;
import javax.crypto.SecretKey;

/** A class that breaks rules on purpose: the envelope knows nothing of tables. */
public record RuleBreaker(Schema above, SecretKey bytes) {}
