/** Values as PostgreSQL writes and reads them, in text and in binary. */
@NullMarked
package io.spicerack.pgwire.value;

import org.jspecify.annotations.NullMarked;
