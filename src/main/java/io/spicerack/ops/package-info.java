/** What operators look through: MXBeans, health and metrics. */
@NullMarked
package io.spicerack.ops;

import org.jspecify.annotations.NullMarked;
