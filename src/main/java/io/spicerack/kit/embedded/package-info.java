/** Everything that Spicerack needs around it, started together: the local AWS, and the hospital's two database servers. */
@NullMarked
package io.spicerack.kit.embedded;

import org.jspecify.annotations.NullMarked;
