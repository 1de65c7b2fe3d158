package io.spicerack.catalog.database;

import java.util.Optional;

/**
 * With whom this process shares a catalog in PostgreSQL.
 *
 * @param terms how nodes tell each other that they are alive; empty where there is one
 */
public record NodeUse(CatalogUse use, Optional<StandbyTerms> terms) {
    public static final NodeUse ALONE = new NodeUse(CatalogUse.ALONE, Optional.empty());

    /** One works, and the others stand by. */
    public static NodeUse inTurns(StandbyTerms terms) {
        return new NodeUse(CatalogUse.IN_TURNS, Optional.of(terms));
    }

    /** All work at the same time. */
    public static NodeUse together(StandbyTerms terms) {
        return new NodeUse(CatalogUse.TOGETHER, Optional.of(terms));
    }

    boolean isTogether() {
        return use == CatalogUse.TOGETHER;
    }
}
