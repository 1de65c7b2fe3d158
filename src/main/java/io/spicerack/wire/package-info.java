/** The way from a database server: what it sends is bounded before a driver makes room for it. */
@NullMarked
package io.spicerack.wire;

import org.jspecify.annotations.NullMarked;
