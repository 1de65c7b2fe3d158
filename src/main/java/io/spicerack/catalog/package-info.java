/**
 * The catalog: data sources, data sets, key registrations, ingestions, versions, grants and the audit queue in
 * one SQLite file or PostgreSQL database, changed one transaction at a time.
 */
@NullMarked
package io.spicerack.catalog;

import org.jspecify.annotations.NullMarked;
