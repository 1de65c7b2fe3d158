/** Tests on real PostgreSQL and MariaDB servers. */
@NullMarked
package io.spicerack.extract;

import org.jspecify.annotations.NullMarked;
