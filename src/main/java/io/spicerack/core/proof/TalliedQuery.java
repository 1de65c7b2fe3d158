package io.spicerack.core.proof;

import io.spicerack.core.sources.SourceReading;
import io.spicerack.source.ValuesQuery;
import java.util.Optional;

/**
 * A query whose rows are counted as they are read, and whose source can be asked about them afterwards.
 *
 * @param values how it is asked by value; empty where it is not
 */
public record TalliedQuery(SourceReading source, String sql, TalliedRows rows, Optional<ValuesQuery> values) {}
