/** The {@code spice:} component: the verbs of a refresh, and the audit queue, as Camel endpoints over the core. */
@NullMarked
package io.spicerack.camel;

import org.jspecify.annotations.NullMarked;
