/** What a catalog is kept in: a file of SQLite or a database of PostgreSQL, with the same promises. */
@NullMarked
package io.spicerack.catalog.database;

import org.jspecify.annotations.NullMarked;
