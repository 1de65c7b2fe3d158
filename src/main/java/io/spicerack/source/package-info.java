/** The port to databases: a query read in one snapshot as row groups; each database has a package of its own below. */
@NullMarked
package io.spicerack.source;

import org.jspecify.annotations.NullMarked;
