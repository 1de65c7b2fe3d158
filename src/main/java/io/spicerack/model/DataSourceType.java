package io.spicerack.model;

/** The kinds of data source that Spicerack extracts from, in QuickSight's spelling. */
public enum DataSourceType {
    MYSQL,
    MARIADB,
    AURORA,
    POSTGRESQL,
    AURORA_POSTGRESQL
}
