package io.spicerack.core.keys;

import io.spicerack.model.Arn;
import io.spicerack.model.DataSetId;

/** A key that one data set alone is sealed under, whatever is registered. */
public record ReservedKey(DataSetId dataSet, Arn key) {}
