/** Hawtio, the console for Camel and JMX, and Jolokia behind it: what may be read and called, by role, is a list. */
@NullMarked
package io.spicerack.hawtio;

import org.jspecify.annotations.NullMarked;
