/** How the local AWS speaks: requests, JSON, callers and errors. */
@NullMarked
package io.spicerack.kit.protocol;

import org.jspecify.annotations.NullMarked;
