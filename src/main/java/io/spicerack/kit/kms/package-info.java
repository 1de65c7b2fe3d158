/** The local KMS. */
@NullMarked
package io.spicerack.kit.kms;

import org.jspecify.annotations.NullMarked;
