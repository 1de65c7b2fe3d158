/** Tables in motion: schema, column vectors, row groups, and their encoding as sealed Parquet files. */
@NullMarked
package io.spicerack.table;

import org.jspecify.annotations.NullMarked;
