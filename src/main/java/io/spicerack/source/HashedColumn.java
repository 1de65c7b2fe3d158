package io.spicerack.source;

import io.spicerack.table.hash.CellHash;
import java.util.function.Supplier;

/**
 * One column of a query, hashed by its database and by us to the same number.
 *
 * @param sql hashes a value; what it makes of a NULL is NULL
 * @param withNulls the same for a column that has NULLs, which it gives {@code ofNull}
 * @param cell makes our hash for one thread
 */
public record HashedColumn(String sql, String withNulls, Supplier<CellHash> cell, long ofNull) {}
