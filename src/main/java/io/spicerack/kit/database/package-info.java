/** Real PostgreSQL and MariaDB servers from Maven alone, for a laptop and for the tests. */
@NullMarked
package io.spicerack.kit.database;

import org.jspecify.annotations.NullMarked;
