/** How the local AWS keeps its state: encrypted under a root key, on disk before anyone hears of it. */
@NullMarked
package io.spicerack.kit.state;

import org.jspecify.annotations.NullMarked;
