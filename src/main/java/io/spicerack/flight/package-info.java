/** The Flight port: Arrow Flight SQL over the query port, for the users and with the words of the SQL door. */
@NullMarked
package io.spicerack.flight;

import org.jspecify.annotations.NullMarked;
