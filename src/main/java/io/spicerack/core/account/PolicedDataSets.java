package io.spicerack.core.account;

import io.spicerack.audit.event.Outcome;
import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.record.DefinitionRecord;
import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.core.reading.KeptReaders;
import io.spicerack.core.reading.OpenDataSet;
import io.spicerack.core.reading.Readers;
import io.spicerack.core.trail.Trail;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.envelope.TamperedException;
import io.spicerack.model.Account;
import io.spicerack.model.Arn;
import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionException;
import io.spicerack.prepare.AccessRules;
import io.spicerack.prepare.AccessRules.RulesDataSet;
import io.spicerack.prepare.AccessRulesReader;
import io.spicerack.table.Column;
import io.spicerack.table.ColumnType;
import io.spicerack.table.ReadView;
import io.spicerack.table.RowFilter;
import io.spicerack.table.Schema;
import io.spicerack.table.TypeNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a principal is shown of a data set: the one place where the rules of rows and columns are decided, over whichever port it
 * is read. Rules hold from the moment that they are kept, for the version that is there too. An owner, who may change the rules,
 * sees all rows, as in QuickSight; a restricted column is seen by those alone that a rule names. Thread-safe.
 */
public final class PolicedDataSets {
    private static final Logger LOGGER = LoggerFactory.getLogger(PolicedDataSets.class);
    private static final String OWNS = "quicksight:UpdateDataSet";
    private static final String DATA_SET = "dataset/";
    private static final int TRIES = 5;

    private final Catalog catalog;
    private final Readers readers;
    private final KeptReaders kept;
    private final Permissions permissions;
    private final Account account;
    private final Trail trail;

    public PolicedDataSets(
            Catalog catalog,
            Readers readers,
            KeptReaders kept,
            Permissions permissions,
            Account account,
            Trail trail) {
        this.catalog = catalog;
        this.readers = readers;
        this.kept = kept;
        this.permissions = permissions;
        this.account = account;
        this.trail = trail;
    }

    /**
     * What may be told of a data set without opening it.
     *
     * @param columns those that are shown
     * @param allRows whether no row is kept back, so that their count may be told
     */
    public record Outline(List<Column> columns, boolean allRows) {
        public Outline {
            columns = List.copyOf(columns);
        }
    }

    /** No key is used for it. */
    public Outline outline(Principal viewer, DataSetId id, List<Column> columns) {
        Optional<AccessRules> rules = rules(definition(id));
        return rules.map(kept -> new Outline(
                        columns.stream()
                                .filter(column -> kept.shows(column.name(), viewer.arn()))
                                .toList(),
                        seesAllRows(kept, viewer, id)))
                .orElseGet(() -> new Outline(columns, true));
    }

    /**
     * Opens what a principal is shown of the current version, as {@link Readers#open} does; {@link PolicyShutException} where the
     * rules cannot be read or kept. The caller closes it.
     */
    public OpenDataSet open(Principal viewer, DataSetId id) throws TamperedException {
        return open(viewer, id, readers::open);
    }

    /** The same for one of many queries, as {@link KeptReaders#open} does. */
    public OpenDataSet openForQuery(Principal viewer, DataSetId id) throws TamperedException {
        return open(viewer, id, kept::open);
    }

    private interface Opening {
        OpenDataSet open(DataSetId id, Function<Schema, ReadView> view) throws TamperedException;
    }

    private OpenDataSet open(Principal viewer, DataSetId id, Opening opening) throws TamperedException {
        for (int i = 0; i < TRIES; i++) {
            Optional<String> definition = definition(id);
            Optional<AccessRules> rules = rules(definition);
            OpenDataSet open = open(viewer, id, rules, opening);
            boolean same = false;
            try {
                // a version of a definition with other rules may have come in between
                Optional<String> now = definition(id);
                same = now.equals(definition) || rules(now).equals(rules);
                if (same) {
                    return open;
                }
            } finally {
                if (!same) {
                    open.close();
                }
            }
        }
        throw new PolicyShutException(
                "Cannot open data set '" + id + "': its rules were changed each time that it was opened. Ask again");
    }

    private OpenDataSet open(Principal viewer, DataSetId id, Optional<AccessRules> rules, Opening opening)
            throws TamperedException {
        if (rules.isEmpty()) {
            return opening.open(id, ReadView::all);
        }
        try {
            Optional<RowFilter> rows = seesAllRows(rules.get(), viewer, id)
                    ? Optional.empty()
                    : Optional.of(new RowFilter(demands(rules.get(), viewer)));
            return opening.open(id, whole -> view(rules.get(), viewer, whole, rows));
        } catch (PolicyShutException e) {
            PolicyShutException why = new PolicyShutException("Cannot open data set '" + id + "': " + e.getMessage());
            shut(id, why);
            throw why;
        }
    }

    /** Its text, where there may be rules in it. */
    private Optional<String> definition(DataSetId id) {
        return catalog.read(tx -> tx.definitions().find(id))
                .map(DefinitionRecord::members)
                .filter(PolicedDataSets::mayHaveRules);
    }

    private static Optional<AccessRules> rules(Optional<String> definition) {
        return definition
                .map(AccessRulesReader::parse)
                .filter(rules -> rules.chooseRows() || !rules.columns().isEmpty());
    }

    /** Most have none, and need not be parsed at each statement; a letter may stand escaped. */
    private static boolean mayHaveRules(String members) {
        return members.contains("LevelPermission") || members.contains("\\u");
    }

    private boolean seesAllRows(AccessRules rules, Principal viewer, DataSetId id) {
        boolean owner = viewer.mayCall(OWNS) && permissions.allow(viewer, OWNS, account.dataSet(id));
        return owner || !rules.chooseRows();
    }

    private static ReadView view(AccessRules rules, Principal viewer, Schema whole, Optional<RowFilter> rows) {
        Set<String> there = whole.columns().stream().map(Column::name).collect(Collectors.toSet());
        // a name that is not there may be the new one of a column that is
        rules.columns().stream()
                .flatMap(rule -> rule.columns().stream())
                .filter(name -> !there.contains(name))
                .sorted()
                .findFirst()
                .ifPresent(name -> {
                    throw new PolicyShutException("its column rules name '" + name
                            + "', which its current version does not have; refresh it, or correct"
                            + " ColumnLevelPermissionRules");
                });
        List<Column> shown = whole.columns().stream()
                .filter(column -> rules.shows(column.name(), viewer.arn()))
                .toList();
        if (shown.isEmpty()) {
            throw new PolicyShutException("its column rules show none of its columns to '" + viewer.name()
                    + "'; whoever may change ColumnLevelPermissionRules can name them there");
        }
        for (String name : rows.map(RowFilter::columns).orElse(Set.of())) {
            chosenBy(whole, name);
        }
        return new ReadView(whole, new Schema(shown), rows);
    }

    /** Throws where rows cannot be chosen by this column, as rules compare texts. */
    private static void chosenBy(Schema whole, String name) {
        ColumnType type = whole.columns().stream()
                .filter(column -> column.name().equals(name))
                .map(Column::type)
                .findFirst()
                .orElseThrow(() -> new PolicyShutException("its row rules choose by column '" + name
                        + "', which its current version does not have; refresh it, or correct the rules"));
        if (!type.isText()) {
            throw new PolicyShutException("its row rules choose by column '" + name + "', which is of type "
                    + TypeNames.MANIFEST.name(type) + ", and rules compare texts. Make it text in this data set's query"
                    + " (CAST) and refresh it, or choose by another column");
        }
    }

    private List<RowFilter.AnyOf> demands(AccessRules rules, Principal viewer) {
        List<RowFilter.AnyOf> demands = new ArrayList<>();
        rules.dataSet().ifPresent(dataSet -> demands.add(ofDataSet(dataSet, viewer)));
        rules.tags()
                .ifPresent(tags -> demands.add(
                        TagDemand.of(tags, catalog.read(tx -> tx.tags().of(viewer.arn())))));
        return demands;
    }

    private RowFilter.AnyOf ofDataSet(RulesDataSet rules, Principal viewer) {
        String named = "its row rules are " + rules.arn();
        DataSetId id = dataSet(rules.arn())
                .orElseThrow(() -> new PolicyShutException(named + ", which is no data set of this account"));
        try (OpenDataSet open = readers.open(id)) {
            return RulesData.read(open, rules, viewer);
        } catch (PolicyShutException e) {
            throw new PolicyShutException(named + ", which cannot be kept: " + e.getMessage());
        } catch (KeyUnavailableException | TamperedException | IngestionException | IllegalArgumentException e) {
            throw new PolicyShutException(named + ", which cannot be read: " + e.getMessage());
        }
    }

    private Optional<DataSetId> dataSet(Arn arn) {
        try {
            String id = arn.resource().startsWith(DATA_SET) ? arn.resource().substring(DATA_SET.length()) : "";
            DataSetId dataSet = new DataSetId(id);
            return account.dataSet(dataSet).equals(arn) ? Optional.of(dataSet) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private void shut(DataSetId id, PolicyShutException why) {
        LOGGER.atWarn()
                .addKeyValue("dataSetId", id)
                .addKeyValue("reason", why.getMessage())
                .log("a data set is shut, since its rules cannot be kept");
        Optional<VersionRecord> current = catalog.read(tx -> tx.versions().current(id));
        current.ifPresent(version -> trail.append(events -> events.service()
                .openDataSet(
                        trail.caller(),
                        id,
                        version.id(),
                        version.key().key(),
                        List.of(),
                        new Outcome.Failure("PolicyShutException", String.valueOf(why.getMessage())))));
    }
}
