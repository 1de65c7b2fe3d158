/** What a data engineer's route file may say, and the check of it: text in, findings with their places and a model out. */
@NullMarked
package io.spicerack.routes;

import org.jspecify.annotations.NullMarked;
