/** What a data set of the API is made of: its tables, and the transforms that its rows go through before they are sealed. */
@NullMarked
package io.spicerack.prepare;

import org.jspecify.annotations.NullMarked;
