package io.spicerack.core.keys;

import io.spicerack.model.DataSetId;
import io.spicerack.model.KeyReference;

/** A key that one data set alone is sealed under, whatever is registered. */
public record ReservedKey(DataSetId dataSet, KeyReference key) {}
