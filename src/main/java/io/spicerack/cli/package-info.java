/** The commands of a terminal, and their client of a running service. */
@NullMarked
package io.spicerack.cli;

import org.jspecify.annotations.NullMarked;
