/** MySQL and MariaDB as a source: the binary protocol into vectors. */
@NullMarked
package io.spicerack.source.mysql;

import org.jspecify.annotations.NullMarked;
