/** Sealed versions, wherever they lie: staged, sealed under a manifest, opened, swept; what is current is the catalog's word. */
@NullMarked
package io.spicerack.store;

import org.jspecify.annotations.NullMarked;
