/** Reads a query of a database, in one snapshot, as row groups: the only place for SQL of user data. */
@NullMarked
package io.spicerack.source;

import org.jspecify.annotations.NullMarked;
