/** What the catalog keeps, as immutable values. */
@NullMarked
package io.spicerack.catalog.record;

import org.jspecify.annotations.NullMarked;
