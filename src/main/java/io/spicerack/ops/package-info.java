/** What operators look through: MXBeans, and the management port with health, metrics, status, keys and rows. */
@NullMarked
package io.spicerack.ops;

import org.jspecify.annotations.NullMarked;
