package io.spicerack.kit.kms;

import java.time.Instant;

/**
 * A name for a key. Immutable.
 *
 * @param name with its prefix, such as {@code alias/hospital}
 */
record KmsAlias(String name, String keyId, Instant created, Instant updated) {}
