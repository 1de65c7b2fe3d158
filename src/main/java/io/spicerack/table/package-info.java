/** Tables in motion: schema, column vectors and row groups. */
@NullMarked
package io.spicerack.table;

import org.jspecify.annotations.NullMarked;
