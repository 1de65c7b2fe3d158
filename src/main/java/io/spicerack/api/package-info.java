/** QuickSight's HTTP API, as AWS's own clients speak it, over the core: operations, their JSON, and who may call. */
@NullMarked
package io.spicerack.api;

import org.jspecify.annotations.NullMarked;
