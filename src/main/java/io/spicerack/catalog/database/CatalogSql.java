package io.spicerack.catalog.database;

import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;

/** The few words in which the two databases differ where the stores ask them; all other SQL is understood by both. Stateless. */
public enum CatalogSql {
    SQLITE("CASE WHEN json_valid(record_json)"
            + " THEN instr(json_extract(record_json, '$.userIdentity'), :who) > 0 ELSE FALSE END"),
    POSTGRES("CASE WHEN record_json IS JSON"
            + " THEN strpos(CAST(CAST(record_json AS json) -> 'userIdentity' AS text), :who) > 0 ELSE FALSE END");

    /** That a record, which may be no JSON if it was changed from outside, names {@code :who} as its user. */
    public static final String BY_WHOM = "<by_whom>";

    private final String byWhom;

    CatalogSql(String byWhom) {
        this.byWhom = byWhom;
    }

    Jdbi jdbi(DataSource database) {
        Jdbi jdbi = Jdbi.create(database);
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
        jdbi.installPlugin(new ModelColumns());
        jdbi.define("by_whom", byWhom);
        return jdbi;
    }
}
