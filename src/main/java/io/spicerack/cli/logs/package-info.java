/** The commands about what the service logs. */
@NullMarked
package io.spicerack.cli.logs;

import org.jspecify.annotations.NullMarked;
