package io.spicerack.engine.pipe;

import java.util.List;

/**
 * What there is for one statement.
 *
 * @param principal whom it is for
 */
public record Definition(String principal, List<TableDefinition> tables, List<ListingDefinition> listings) {
    public Definition {
        tables = List.copyOf(tables);
        listings = List.copyOf(listings);
    }

    /** Whether the statement names nothing. */
    public boolean isEmpty() {
        return tables.isEmpty() && listings.isEmpty();
    }

    public void write(PipeContent to) {
        to.text(principal)
                .list(tables, (content, table) -> table.write(content))
                .list(listings, (content, listing) -> listing.write(content));
    }

    public static Definition read(PipeFields from) {
        return new Definition(from.text(), from.list(TableDefinition::read), from.list(ListingDefinition::read));
    }
}
