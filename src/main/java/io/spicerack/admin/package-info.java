/** The management port: state, keys, refreshes, audit and rows for the operator's commands. */
@NullMarked
package io.spicerack.admin;

import org.jspecify.annotations.NullMarked;
