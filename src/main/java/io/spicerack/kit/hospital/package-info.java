/** A hospital to try Spicerack on: invented patients, made by Synthea, in the databases of two departments. */
@NullMarked
package io.spicerack.kit.hospital;

import org.jspecify.annotations.NullMarked;
