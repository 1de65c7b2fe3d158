package io.spicerack.catalog.record;

import io.spicerack.model.DataSourceId;

/**
 * What a data set of the API is made of. Immutable.
 *
 * @param revision grows with each update, so that it tells which definition a version was made with
 * @param members those of CreateDataSet that are kept and given back, as JSON
 */
public record DefinitionRecord(long revision, DataSourceId dataSource, String members) {}
