/** A data source for Apache Spark: data sets of a running Spicerack, read over its Flight port under the user's permissions. */
package io.spicerack.spark;
