/** Which rows an incremental refresh reads again: those of a look-back window, or above a high-water mark. */
@NullMarked
package io.spicerack.core.increment;

import org.jspecify.annotations.NullMarked;
