/** Published versions, open for reading, and the end of those that were replaced. */
@NullMarked
package io.spicerack.core.reading;

import org.jspecify.annotations.NullMarked;
