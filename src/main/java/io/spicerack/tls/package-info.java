/** Whom a server must prove to be before it is told a password: authorities, names, pinned certificates and keys. */
@NullMarked
package io.spicerack.tls;

import org.jspecify.annotations.NullMarked;
