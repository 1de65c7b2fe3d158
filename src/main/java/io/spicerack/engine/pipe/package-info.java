/** What passes between the service and the worker of a query engine over a pipe: messages, and what is in them. */
@NullMarked
package io.spicerack.engine.pipe;

import org.jspecify.annotations.NullMarked;
