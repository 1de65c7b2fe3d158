package io.spicerack.core.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.TextRows;
import io.spicerack.core.WithCore;
import io.spicerack.core.reading.OpenDataSet;
import io.spicerack.envelope.TamperedException;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.KeyReference;
import io.spicerack.model.KeyState;
import io.spicerack.table.CellText;
import io.spicerack.table.Column;
import io.spicerack.table.RowGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is shown which rows and columns, and that nobody is shown any where that cannot be decided. */
@WithCore
class PolicedDataSetsTest {
    private static final String RULES = "arn:aws:quicksight:eu-west-1:123456789012:dataset/rules";
    private static final String BY_USER =
            "{\"RowLevelPermissionDataSet\": {\"Arn\": \"" + RULES + "\", \"PermissionPolicy\": \"GRANT_ACCESS\"}}";
    private static final String ALL = "[1 north ann x, 2 south bob y, 3 east, far cyd z, 4 null null null]";

    private final CoreFixture core;
    private final PolicedDataSets policed;
    private final DataSetId stays;

    PolicedDataSetsTest(CoreFixture core) {
        this.core = core;
        policed = core.spice().policed();
        stays = core.publish(
                "stays",
                TextRows.of("n_id|ward|name|ssn", "1|north|ann|x", "2|south|bob|y", "3|east, far|cyd|z", "4|||"));
    }

    @BeforeEach
    void principals() {
        for (String name : List.of("ann", "bob", "cyd", "dot")) {
            core.spice()
                    .principals()
                    .create(name, List.of("quicksight:PassDataSet"), List.of())
                    .close();
        }
        core.spice().principals().create("root", List.of("*"), List.of()).close();
    }

    private void define(String members) {
        core.catalog().run(tx -> tx.definitions().put(stays, new DataSourceId("pg"), members));
    }

    private Principal principal(String name) {
        return core.spice().principals().named(name).orElseThrow();
    }

    private String shown(String name) {
        try (OpenDataSet open = policed.open(principal(name), stays)) {
            List<String> rows = new ArrayList<>();
            RowGroup group = new RowGroup(open.schema());
            while (open.next(group)) {
                for (int row = 0; row < group.rows(); row++) {
                    List<String> cells = new ArrayList<>();
                    for (int column = 0; column < group.schema().width(); column++) {
                        cells.add(String.valueOf(CellText.of(group, column, row)));
                    }
                    rows.add(String.join(" ", cells));
                }
            }
            return rows.toString();
        } catch (TamperedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void shut(String words) {
        for (String name : List.of("ann", "bob", "dot")) {
            assertThatThrownBy(() -> shown(name))
                    .isInstanceOf(PolicyShutException.class)
                    .hasMessageStartingWith("Cannot open data set 'stays': its row rules are " + RULES)
                    .hasMessageContaining(words);
        }
        // who may change the rules is not shut out by them
        assertThat(shown("root")).isEqualTo(ALL);
        assertThat(openings()).contains("PolicyShutException");
    }

    /** What the records say of the policies of each opening of the data set. */
    private String openings() {
        return core
                .catalog()
                .read(tx -> tx.audit().search(AuditQuery.oldest(1000).named("OpenDataSet")))
                .stream()
                .map(record -> record.event().json())
                .filter(json -> json.contains("dataset/stays"))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void rulesOfUsersChooseRows() {
        core.publish(
                "rules",
                TextRows.of(
                        "UserName|ward|name",
                        "ann|north|",
                        "ann||bob",
                        "bob|south,\"east, far\"|",
                        "cyd||",
                        "nobody|north|",
                        "|south|"));
        define(BY_USER);
        assertThat(shown("ann")).isEqualTo("[1 north ann x, 2 south bob y]");
        assertThat(shown("bob")).isEqualTo("[2 south bob y, 3 east, far cyd z]");
        assertThat(shown("cyd")).as("nothing in its cells stands for all").isEqualTo(ALL);
        assertThat(shown("dot")).as("no rule, no row").isEqualTo("[]");
        assertThat(shown("root")).as("an owner").isEqualTo(ALL);
        assertThat(policed.outline(principal("ann"), stays, List.of()).allRows())
                .isFalse();
        assertThat(policed.outline(principal("root"), stays, List.of()).allRows())
                .isTrue();
        assertThat(openings()).contains("\"policies\":[\"ROWS\"]");

        define(BY_USER.replace("}}", ", \"Status\": \"DISABLED\"}}"));
        assertThat(shown("dot")).isEqualTo(ALL);
    }

    @Test
    void rulesOfArnsChooseRowsAndGroupsAreNobody() {
        core.publish(
                "rules",
                TextRows.of(
                        "UserARN|GroupARN|ward",
                        core.spice().principals().arn("ann") + "||south",
                        "|arn:aws:quicksight:eu-west-1:123456789012:group/default/all|north"));
        define(BY_USER.replace("}}", ", \"FormatVersion\": \"VERSION_2\"}}"));
        assertThat(shown("ann")).isEqualTo("[2 south bob y]");
        assertThat(shown("bob")).isEqualTo("[]");
    }

    @Test
    void whereRulesCannotBeReadOrKeptNobodySeesARow() {
        define(BY_USER);
        shut("which cannot be read: data set 'rules' has no version to read");

        define(BY_USER.replace("eu-west-1", "eu-west-2"));
        assertThatThrownBy(() -> shown("ann")).hasMessageContaining("which is no data set of this account");
    }

    @Test
    void rulesOfAnotherShapeShut() {
        shaped("rules-1", "it has neither UserName nor GroupName", "name|ward", "ann|north");
        shaped(
                "rules-2",
                "its column 'n_id' is of type int64, and rules compare texts. Make it text in that data set's query",
                "UserName|n_id",
                "ann|1");
        shaped("rules-3", "a quote in one of its cells does not end", "UserName|ward", "ann|\"north");
        shaped("rules-4", "choose by column 'room', which its current version does not have", "UserName|room", "ann|1");
        assertThat(shown("dot")).as("of whom these rules say nothing").isEqualTo("[]");
    }

    private void shaped(String id, String words, String columns, String row) {
        core.publish(id, TextRows.of(columns, row));
        define(BY_USER.replace("/rules", "/" + id));
        assertThatThrownBy(() -> shown("ann"))
                .isInstanceOf(PolicyShutException.class)
                .hasMessageStartingWith("Cannot open data set 'stays': its row rules ")
                .hasMessageContaining(words);
        assertThat(shown("root")).isEqualTo(ALL);
    }

    @Test
    void rulesUnderADisabledKeyShut() {
        KeyReference key = core.createDefaultKey("of-rules");
        core.publish("rules", TextRows.of("UserName|ward", "ann|north"));
        define(BY_USER);
        assertThat(shown("ann")).isEqualTo("[1 north ann x]");
        core.keys().set(key, KeyState.Disabled);
        shut("which cannot be read: Cannot open data set 'rules'");
    }

    @Test
    void sessionTagsChooseRows() {
        define(
                "{\"RowLevelPermissionTagConfiguration\": {\"TagRules\": ["
                        + "{\"TagKey\": \"ward\", \"ColumnName\": \"ward\", \"TagMultiValueDelimiter\": \";\", \"MatchAllValue\": \"*\"},"
                        + "{\"TagKey\": \"who\", \"ColumnName\": \"name\"}], \"TagRuleConfigurations\": [[\"ward\", \"who\"], [\"who\"]]}}");
        tag("ann", Map.of("ward", "north;south", "who", "ann"));
        tag("bob", Map.of("ward", "*", "who", "cyd"));
        tag("cyd", Map.of("ward", "north"));
        assertThat(shown("ann")).isEqualTo("[1 north ann x]");
        assertThat(shown("bob")).isEqualTo("[3 east, far cyd z]");
        assertThat(shown("cyd")).as("not all tags of any group").isEqualTo("[]");
        assertThat(shown("dot")).isEqualTo("[]");
        core.spice().principals().tag("ann", Map.of());
        assertThat(shown("ann")).isEqualTo("[]");
        assertThatThrownBy(() -> core.spice().principals().tag("ann", Map.of("ward", "")))
                .hasMessage(
                        "the value of 'ward' of principal 'ann' has 0 characters; a session tag has a key of 1 to 128"
                                + " characters and a value of 1 to 256");
    }

    @Test
    void rowsAreChosenByTextsAlone() {
        define(
                "{\"RowLevelPermissionTagConfiguration\": {\"TagRules\": [{\"TagKey\": \"id\", \"ColumnName\": \"n_id\"}]}}");
        tag("ann", Map.of("id", "1"));
        assertThatThrownBy(() -> shown("ann"))
                .isInstanceOf(PolicyShutException.class)
                .hasMessageContaining(
                        "its row rules choose by column 'n_id', which is of type int64, and rules compare texts."
                                + " Make it text in this data set's query (CAST) and refresh it, or choose by another column");
    }

    private void tag(String name, Map<String, String> tags) {
        core.spice().principals().tag(name, tags);
    }

    @Test
    void aRestrictedColumnIsShownToThoseAloneThatARuleNames() {
        String ann = core.spice().principals().arn("ann").toString();
        define("{\"ColumnLevelPermissionRules\": [{\"ColumnNames\": [\"ssn\", \"name\"], \"Principals\": [\"" + ann
                + "\"]}, {\"ColumnNames\": [\"name\"], \"Principals\": [\"" + ann.replace("/ann", "/bob") + "\"]}]}");
        assertThat(shown("ann")).isEqualTo(ALL);
        assertThat(shown("bob")).isEqualTo("[1 north ann, 2 south bob, 3 east, far cyd, 4 null null]");
        assertThat(shown("root")).isEqualTo("[1 north, 2 south, 3 east, far, 4 null]");
        List<Column> columns = core.spice()
                .dataSets()
                .columns(core.spice().dataSets().view(stays).orElseThrow());
        assertThat(policed.outline(principal("bob"), stays, columns).columns())
                .extracting(Column::name)
                .containsExactly("n_id", "ward", "name");
        assertThat(openings()).contains("\"policies\":[\"COLUMNS\"]");
    }

    /** It may be the new name of a column that the version has, or one that is misspelt. */
    @Test
    void aRestrictedColumnThatIsNotThereShuts() {
        define("{\"ColumnLevelPermissionRules\": [{\"ColumnNames\": [\"SSN\"], \"Principals\": [\""
                + principal("ann").arn() + "\"]}]}");
        for (String name : List.of("ann", "bob", "root")) {
            assertThatThrownBy(() -> shown(name))
                    .isInstanceOf(PolicyShutException.class)
                    .hasMessageContaining("its column rules name 'SSN', which its current version does not have");
        }
    }

    @Test
    void rowsAreChosenByAColumnThatIsNotShown() {
        core.publish("rules", TextRows.of("UserName|ssn", "bob|y,z"));
        define(BY_USER.substring(0, BY_USER.length() - 1)
                + ", \"ColumnLevelPermissionRules\": [{\"ColumnNames\": [\"ssn\"], \"Principals\": [\""
                + core.spice().principals().arn("ann") + "\"]}]}");
        assertThat(shown("bob")).isEqualTo("[2 south bob, 3 east, far cyd]");
        assertThat(openings()).contains("\"policies\":[\"ROWS\",\"COLUMNS\"]");
    }
}
