/** The commands about route files that a running service answers. */
@NullMarked
package io.spicerack.cli.routes;

import org.jspecify.annotations.NullMarked;
