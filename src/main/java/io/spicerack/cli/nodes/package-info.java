/** The command about the nodes that use one catalog in turn. */
@NullMarked
package io.spicerack.cli.nodes;

import org.jspecify.annotations.NullMarked;
