/** Proofs that a sealed version equals its source: counts, values, and what is read back. */
@NullMarked
package io.spicerack.core.proof;

import org.jspecify.annotations.NullMarked;
