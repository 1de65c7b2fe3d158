/** The command that asks in SQL, and its client of the SQL port. */
@NullMarked
package io.spicerack.cli.sql;

import org.jspecify.annotations.NullMarked;
