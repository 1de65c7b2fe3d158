package io.spicerack.query;

import io.spicerack.model.DataSetId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one caller may query. It is asked anew for each statement, so that a permission that was taken away holds from the
 * next one on. Thread-safe.
 */
public interface QueryableDataSets {
    /** All that the caller may query, by id: those without a version too. No key is used. */
    List<QueryableDataSet> list();

    /**
     * Those of {@link #list} that are called so, in small letters or capitals; of a name that one has letter by letter, perhaps
     * that one alone.
     */
    default List<QueryableDataSet> named(Set<String> names) {
        return list().stream()
                .filter(each -> names.stream().anyMatch(each.id().toString()::equalsIgnoreCase))
                .toList();
    }

    /**
     * Opens data sets for one statement: checks the permissions once more, puts one record of the statement on the trail
     * (principal, data sets, versions, keys, columns, SHA-256 of the text), then takes a lease on each, which is a Decrypt on
     * record. Before any row is read. The caller closes the lease in any case, also one of no data set.
     *
     * @param sql the text as the client sent it; its hash alone is kept
     * @param columns of each data set, those that the statement reads
     * @param part for the record, where it is not all of the answer
     */
    QueryLease open(String sql, Map<DataSetId, List<String>> columns, Optional<QueryPart> part) throws QueryRefusal;
}
