/** The keys that protect data: which are registered, how each is, who may use them, and which data set is under which. */
@NullMarked
package io.spicerack.core.keys;

import org.jspecify.annotations.NullMarked;
