package io.spicerack.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.audit.event.Caller;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.Spice;
import io.spicerack.core.TextRows;
import io.spicerack.core.WithCore;
import io.spicerack.core.account.Permissions;
import io.spicerack.model.DataSetId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a statement names is found as if it were looked for among all that its caller may query. */
@WithCore
class NamedDataSetsTest {
    private final CoreFixture core;

    NamedDataSetsTest(CoreFixture core) {
        this.core = core;
    }

    @Test
    void aNameIsFoundAmongWhatTheCallerMayQueryAlone() {
        DataSetId large = core.publish("Ward", TextRows.of("a", "1"));
        DataSetId small = core.publish("ward", TextRows.of("a", "1"));
        core.publish("other", TextRows.of("a", "1"));
        Spice spice = core.spice();
        spice.principals()
                .create("ann", List.of(GrantedDataSets.ACTION), List.of())
                .close();
        GrantedDataSets ann = granted(spice);

        assertThat(ann.named(Set.of("ward", "Ward", "other"))).isEmpty();

        permit(spice, large);
        assertThat(ann.named(Set.of("ward")))
                .as("the one of this very name is not hers")
                .extracting(QueryableDataSet::id)
                .containsExactly(large);

        permit(spice, small);
        assertThat(ann.named(Set.of("ward")))
                .extracting(QueryableDataSet::id)
                .as("it is hers now, and is the one that is meant")
                .containsExactly(small);
        assertThat(ann.named(Set.of("WARD")))
                .as("which of the two is meant is not guessed")
                .extracting(QueryableDataSet::id)
                .containsExactly(large, small);
        assertThat(ann.named(Set.of("WARD", "other", "no id; \"'"))).isEqualTo(ann.list());

        spice.permissions().update(CoreFixture.ACCOUNT.dataSet(small), List.of(), List.of(change(spice)), "Update");
        assertThat(ann.named(Set.of("ward")))
                .as("what was taken away is gone from the next statement on")
                .extracting(QueryableDataSet::id)
                .containsExactly(large);

        spice.principals().delete("ann");
        assertThat(ann.named(Set.of("Ward"))).isEmpty();
    }

    private static Permissions.Change change(Spice spice) {
        return new Permissions.Change(spice.principals().arn("ann"), List.of(GrantedDataSets.ACTION));
    }

    private static void permit(Spice spice, DataSetId id) {
        spice.permissions().update(CoreFixture.ACCOUNT.dataSet(id), List.of(change(spice)), List.of(), "Update");
    }

    private static GrantedDataSets granted(Spice spice) {
        return new GrantedDataSets(
                new GrantedDataSets.Core(
                        CoreFixture.ACCOUNT,
                        spice.principals(),
                        spice.permissions(),
                        spice.dataSets(),
                        spice.policed(),
                        spice.queryTrail(),
                        spice.ticker()),
                "ann",
                Caller.SERVICE);
    }
}
