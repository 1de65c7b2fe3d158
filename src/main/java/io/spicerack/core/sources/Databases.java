package io.spicerack.core.sources;

import io.spicerack.source.SourceTypes;
import io.spicerack.source.mysql.MySqlType;
import io.spicerack.source.postgres.PostgresType;

/** The databases that Spicerack reads: the one place that names them. */
public final class Databases {
    public static final SourceTypes SERVED = new SourceTypes(new MySqlType(), new PostgresType());

    private Databases() {}
}
