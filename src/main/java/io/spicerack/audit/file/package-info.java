/** Log files and signed digest files, as CloudTrail delivers them. */
@NullMarked
package io.spicerack.audit.file;

import org.jspecify.annotations.NullMarked;
