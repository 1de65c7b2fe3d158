/** Tests of the embedded servers, and the servers that every test of the project shares. */
@NullMarked
package io.spicerack.local.database;

import org.jspecify.annotations.NullMarked;
