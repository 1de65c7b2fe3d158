/** Backups of a data directory, taken while its service runs, and put back: as sealed as the original. */
@NullMarked
package io.spicerack.backup;

import org.jspecify.annotations.NullMarked;
