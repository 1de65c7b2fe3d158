/** What config/application.properties may say, checked and typed. */
@NullMarked
package io.spicerack.settings;

import org.jspecify.annotations.NullMarked;
