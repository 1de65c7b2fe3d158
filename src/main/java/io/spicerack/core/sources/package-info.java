/** Data sources as the account has them: connections within budgets, and credentials by secret or pair. */
@NullMarked
package io.spicerack.core.sources;

import org.jspecify.annotations.NullMarked;
