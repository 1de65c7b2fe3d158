/** SCRAM-SHA-256 as a server keeps and checks it: what can tell a password, in the place of the password. */
@NullMarked
package io.spicerack.scram;

import org.jspecify.annotations.NullMarked;
