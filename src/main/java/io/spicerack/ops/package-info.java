/** What operators look through: MXBeans and metrics. */
@NullMarked
package io.spicerack.ops;

import org.jspecify.annotations.NullMarked;
