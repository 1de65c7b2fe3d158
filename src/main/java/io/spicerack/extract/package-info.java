/** Reads a query of PostgreSQL, MySQL or MariaDB, in one snapshot, as row groups: the only place for SQL of user data. */
@NullMarked
package io.spicerack.extract;

import org.jspecify.annotations.NullMarked;
