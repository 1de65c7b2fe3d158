/**
 * Envelope encryption: a data key from KMS seals what belongs to one version of a data set. Key bytes live in this
 * package alone and are wiped on close.
 */
@NullMarked
package io.spicerack.envelope;

import org.jspecify.annotations.NullMarked;
