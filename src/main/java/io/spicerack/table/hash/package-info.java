/** Hashes and checksums of tables, equal to those that sources make of the same rows. */
@NullMarked
package io.spicerack.table.hash;

import org.jspecify.annotations.NullMarked;
