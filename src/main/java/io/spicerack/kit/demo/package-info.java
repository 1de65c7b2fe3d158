/** The demo: the whole job in eleven steps. */
@NullMarked
package io.spicerack.kit.demo;

import org.jspecify.annotations.NullMarked;
