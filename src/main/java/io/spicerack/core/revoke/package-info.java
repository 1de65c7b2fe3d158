/** Shutting data on purpose and moving it under other keys: lock-downs, drills and rewraps. */
@NullMarked
package io.spicerack.core.revoke;

import org.jspecify.annotations.NullMarked;
