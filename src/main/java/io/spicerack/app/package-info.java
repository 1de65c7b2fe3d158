/** The program: the one place where everything is wired together. */
@NullMarked
package io.spicerack.app;

import org.jspecify.annotations.NullMarked;
