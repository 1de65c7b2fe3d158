/** The account's principals, permissions and tags, and its data sets. */
@NullMarked
package io.spicerack.core.account;

import org.jspecify.annotations.NullMarked;
