/** Tunnels through SSH servers, whose keys are pinned, to databases that are not reached otherwise. */
@NullMarked
package io.spicerack.tunnel;

import org.jspecify.annotations.NullMarked;
