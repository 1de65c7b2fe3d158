package io.spicerack.model;

/** QuickSight's words for the kinds of data source that Spicerack extracts from. */
public enum DataSourceType {
    MYSQL("MySqlParameters"),
    MARIADB("MariaDbParameters"),
    AURORA("AuroraParameters"),
    POSTGRESQL("PostgreSqlParameters"),
    AURORA_POSTGRESQL("AuroraPostgreSqlParameters");

    private final String parameters;

    DataSourceType(String parameters) {
        this.parameters = parameters;
    }

    /** The member of DataSourceParameters that says where it is. */
    public String parameters() {
        return parameters;
    }
}
