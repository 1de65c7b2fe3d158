/** The page for people: the state at one look as HTML and SVG made here, with buttons that ask first; no script, nothing from elsewhere. */
@NullMarked
package io.spicerack.page;

import org.jspecify.annotations.NullMarked;
