/** Who is logged in at the management port, and what each may do there. */
@NullMarked
package io.spicerack.login;

import org.jspecify.annotations.NullMarked;
