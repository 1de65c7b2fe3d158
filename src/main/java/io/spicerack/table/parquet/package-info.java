/** Row groups as sealed Parquet files, there and back. */
@NullMarked
package io.spicerack.table.parquet;

import org.jspecify.annotations.NullMarked;
