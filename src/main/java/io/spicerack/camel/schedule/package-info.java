/** When routes and the API's schedules ask for refreshes: triggers with times of our own, in Quartz's scheduler. */
@NullMarked
package io.spicerack.camel.schedule;

import org.jspecify.annotations.NullMarked;
