/** The core: one running Spicerack, wired from its rooms. Nothing in it knows Camel, HTTP, AWS or JMX. */
@NullMarked
package io.spicerack.core;

import org.jspecify.annotations.NullMarked;
