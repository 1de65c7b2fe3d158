/** The way to a database and back: what is sent is on record first, what comes is bounded before a driver makes room for it. */
@NullMarked
package io.spicerack.wire;

import org.jspecify.annotations.NullMarked;
