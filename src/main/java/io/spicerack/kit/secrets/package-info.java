/** The local Secrets Manager. */
@NullMarked
package io.spicerack.kit.secrets;

import org.jspecify.annotations.NullMarked;
