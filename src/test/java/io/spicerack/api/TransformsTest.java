package io.spicerack.api;

import static io.spicerack.api.ServiceFixture.ACCOUNT;
import static io.spicerack.api.ServiceFixture.column;
import static io.spicerack.api.ServiceFixture.dataSourceArn;
import static io.spicerack.api.ServiceFixture.query;
import static io.spicerack.api.ServiceFixture.request;
import static io.spicerack.api.ServiceFixture.table;
import static io.spicerack.api.ServiceFixture.transform;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.WithServers;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import io.spicerack.model.DataSourceType;
import io.spicerack.model.ReconcileMode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.quicksight.model.CalculatedColumn;
import software.amazon.awssdk.services.quicksight.model.CreateDataSetRequest;
import software.amazon.awssdk.services.quicksight.model.DataSet;
import software.amazon.awssdk.services.quicksight.model.Ingestion;
import software.amazon.awssdk.services.quicksight.model.InputColumn;
import software.amazon.awssdk.services.quicksight.model.InputColumnDataType;
import software.amazon.awssdk.services.quicksight.model.InvalidParameterValueException;
import software.amazon.awssdk.services.quicksight.model.OutputColumn;
import software.amazon.awssdk.services.quicksight.model.TransformOperation;

/** Logical tables, reconciled by value: what each operation makes of real rows, and what is refused by its name. */
@TestInstance(Lifecycle.PER_CLASS)
@WithServers
class TransformsTest {
    private static final InputColumn[] STAYS = {
        column("id", InputColumnDataType.INTEGER),
        column("ward", InputColumnDataType.STRING),
        column("code", InputColumnDataType.STRING),
        column("cost", InputColumnDataType.DECIMAL),
        column("began", InputColumnDataType.DATETIME),
        column("ended", InputColumnDataType.DATETIME)
    };

    private static final List<List<String>> ROWS = List.of(
            List.of("1", "north", "10", "12.50", "2026-01-01", "2026-01-05T10:00"),
            List.of("2", "south", "x1", "0.00", "2026-01-02", "null"),
            List.of("3", "Łódź", "30", "null", "null", "2026-02-01T00:00"));

    private static final String[] INSERT = {
        "INSERT INTO stays VALUES (1, 'north', '10', 12.50, '2026-01-01', '2026-01-05 10:00:00')",
        "INSERT INTO stays VALUES (2, 'south', 'x1', 0.00, '2026-01-02', NULL)",
        "INSERT INTO stays VALUES (3, 'Łódź', '30', NULL, NULL, '2026-02-01 00:00:00')"
    };

    private final TestDatabase mariaDb = TestDatabases.mariaDb().newDatabase();
    private final ServiceFixture api;

    TransformsTest(@TempDir Path directory) throws Exception {
        api = new ServiceFixture(directory, ReconcileMode.VALUES);
        api.pipeline.dataSource("my", DataSourceType.MARIADB, mariaDb);
        String columns = "(id integer, ward varchar(20), code varchar(20), cost numeric(12,2), began date, ended %s)";
        api.postgres.execute("CREATE TABLE stays " + columns.formatted("timestamp"));
        api.postgres.execute(INSERT);
        mariaDb.execute("CREATE TABLE stays " + columns.formatted("datetime") + " CHARACTER SET utf8mb4");
        mariaDb.execute(INSERT);
    }

    @AfterAll
    void close() {
        api.close();
    }

    private static TransformOperation filter(String condition) {
        return transform(operation -> operation.filterOperation(filter -> filter.conditionExpression(condition)));
    }

    private static TransformOperation rename(String from, String to) {
        return transform(operation -> operation.renameColumnOperation(
                rename -> rename.columnName(from).newColumnName(to)));
    }

    private static TransformOperation create(String name, String expression) {
        return transform(
                operation -> operation.createColumnsOperation(create -> create.columns(CalculatedColumn.builder()
                        .columnName(name)
                        .columnId(name)
                        .expression(expression)
                        .build())));
    }

    private static TransformOperation cast(String name, String type) {
        return transform(operation ->
                operation.castColumnTypeOperation(cast -> cast.columnName(name).newColumnType(type)));
    }

    private static TransformOperation project(String... names) {
        return transform(operation -> operation.projectOperation(project -> project.projectedColumns(names)));
    }

    /** The same over both databases, which must give the same rows. */
    private List<List<String>> rows(String id, TransformOperation... transforms) {
        api.created(request(id + "-pg", table("stays", STAYS), transforms));
        api.created(request(id + "-my", query("my", "SELECT * FROM stays", STAYS), transforms));
        List<List<String>> rows = api.probe().rows(id + "-pg");
        assertThat(api.probe().rows(id + "-my")).isEqualTo(rows);
        return rows;
    }

    @Test
    void aTableWithoutTransformsIsAsItsSource() {
        assertThat(rows("plain")).isEqualTo(ROWS);
    }

    @Test
    void columnsAreChosenOrderedAndRenamedByTheQueryItself() {
        assertThat(rows("chosen", rename("ward", "The \"ward\" `x`"), project("cost", "The \"ward\" `x`")))
                .containsExactly(List.of("12.50", "north"), List.of("0.00", "south"), List.of("null", "Łódź"));
        assertThat(api.described("chosen-pg").outputColumns())
                .extracting(OutputColumn::name)
                .containsExactly("cost", "The \"ward\" `x`");
    }

    @Test
    void rowsAreFilteredAndNoneOfThemCountsAsDropped() {
        api.created(request("filtered", table("stays", STAYS), filter("{cost} >= 0 AND {ward} <> 'south'")));
        assertThat(api.probe().rows("filtered")).containsExactly(ROWS.get(0));
        Ingestion again = api.refreshed("filtered", "again", "FULL_REFRESH");
        assertThat(again.rowInfo().rowsIngested()).isEqualTo(1);
        assertThat(again.rowInfo().rowsDropped()).isZero();
        assertThat(rows("none", filter("{ward} = 'nowhere'"))).isEmpty();
    }

    @Test
    void columnsAreComputedOneFromAnotherAndMayGoByTheirNewNames() {
        assertThat(rows(
                        "computed",
                        rename("cost", "price"),
                        create("double", "{price} * 2"),
                        create("days", "dateDiff({began}, {ended})"),
                        create("text", "concat(ward, '/', toString({double}))"),
                        project("id", "double", "days", "text", "ended")))
                .containsExactly(
                        List.of("1", "25.00", "4", "north/25.00", "2026-01-05T10:00"),
                        List.of("2", "0.00", "null", "south/0.00", "null"),
                        List.of("3", "null", "null", "null", "2026-02-01T00:00"));
    }

    @Test
    void aRowWithAValueThatACastCannotTakeIsDroppedAndCounted() {
        CreateDataSetRequest request = request("casted", table("stays", STAYS), cast("code", "INTEGER"));
        Ingestion first = api.created(request);
        assertThat(first.rowInfo().rowsDropped()).isEqualTo(1);
        assertThat(first.rowInfo().rowsIngested()).isEqualTo(2);
        assertThat(api.probe().rows("casted")).extracting(row -> row.get(2)).containsExactly("10", "30");
        assertThat(api.described("casted").outputColumns().get(2).typeAsString())
                .isEqualTo("INTEGER");
        assertThat(rows("texts", cast("cost", "STRING"), cast("began", "STRING"), project("cost", "began")))
                .containsExactly(
                        List.of("12.50", "2026-01-01T00:00:00"),
                        List.of("0.00", "2026-01-02T00:00:00"),
                        List.of("null", "null"));
    }

    @Test
    void aNumberOfAnyDigitsFitsWhereADecimalIsDeclared() {
        api.created(request(
                "sums",
                query("pg", "SELECT sum(cost) AS total FROM stays", column("total", InputColumnDataType.DECIMAL)),
                create("half", "{total} / 2")));
        assertThat(api.probe().rows("sums")).containsExactly(List.of("12.500000000000", "6.250000000000"));
    }

    @Test
    void manyRowsGoThroughInParts() throws Exception {
        api.postgres.execute(
                "CREATE TABLE many AS SELECT n AS id, repeat(n::text, 3) AS word FROM generate_series(1, 300000) AS n",
                "ANALYZE many");
        InputColumn[] columns = {column("id", InputColumnDataType.INTEGER), column("word", InputColumnDataType.STRING)};
        api.created(
                request("many", table("many", columns), filter("{id} % 2 = 0"), create("length", "strlen({word})")));
        List<List<String>> rows = api.probe().rows("many");
        assertThat(rows).hasSize(150_000);
        assertThat(rows.stream().mapToLong(row -> Long.parseLong(row.get(0))).sum())
                .isEqualTo(150_000L * 150_001);
        assertThat(rows)
                .allMatch(row -> row.get(2).equals(String.valueOf(row.get(1).length())));
    }

    @Test
    void aDeclaredTypeIsObeyedWhereEveryValueFitsIt() throws Exception {
        mariaDb.execute(
                "CREATE TABLE declared (total decimal(40,2), tiny tinyint(1), flags bit(8), n decimal(5,1), one bit(1))",
                "INSERT INTO declared VALUES (12.50, 1, 1, 3.0, b'1'), (-0.01, 7, 0, -2.0, b'0'),"
                        + " (NULL, NULL, NULL, NULL, NULL)");
        api.created(request(
                "obeyed",
                query(
                        "my",
                        "SELECT * FROM declared",
                        column("total", InputColumnDataType.DECIMAL),
                        column("tiny", InputColumnDataType.INTEGER),
                        column("flags", InputColumnDataType.BIT),
                        column("n", InputColumnDataType.INTEGER),
                        column("one", InputColumnDataType.INTEGER))));
        assertThat(api.probe().rows("obeyed"))
                .containsExactly(
                        List.of("12.50", "1", "true", "3", "1"),
                        List.of("-0.01", "7", "false", "-2", "0"),
                        List.of("null", "null", "null", "null", "null"));
        api.created(request(
                "summed",
                query("my", "SELECT SUM(total) AS total FROM declared", column("total", InputColumnDataType.DECIMAL)),
                create("twice", "{total} * 2")));
        assertThat(api.probe().rows("summed")).containsExactly(List.of("12.49", "24.98"));
    }

    @Test
    void aDeclaredTypeThatAValueDoesNotFitIsRefusedWithItsRowAndBothTypes() throws Exception {
        mariaDb.execute(
                "CREATE TABLE unfit (total decimal(40,2), flags bit(8), n decimal(5,1))",
                "INSERT INTO unfit VALUES (1, 1, 1), (99999999999999999999999999999999999999.99, 2, 1.5)");
        refusedInRow("total", InputColumnDataType.DECIMAL, "decimal(40,2)", "decimal(38,2)");
        refusedInRow("flags", InputColumnDataType.BIT, "bit(8)", "boolean");
        refusedInRow("n", InputColumnDataType.INTEGER, "decimal(5,1)", "a whole number of 64 bits");
    }

    private void refusedInRow(String name, InputColumnDataType declared, String actual, String kept) {
        CreateDataSetRequest request =
                request("unfit-" + name, query("my", "SELECT " + name + " FROM unfit", column(name, declared)));
        Ingestion ended =
                api.ended("unfit-" + name, api.client.createDataSet(request).ingestionId());
        assertThat(ended.errorInfo().typeAsString()).isEqualTo("SQL_NUMERIC_OVERFLOW");
        assertThat(ended.errorInfo().message())
                .contains("Column '" + name + "' holds a value of the source's " + actual + " that does not fit "
                        + declared + ", which is declared and is kept as " + kept + ".")
                .contains("It is in row 2.");
    }

    @Test
    void columnsThatDifferFromTheSourceEndTheIngestionWithTheirNames() {
        CreateDataSetRequest request = request(
                "differs",
                table(
                        "stays",
                        column("id", InputColumnDataType.STRING),
                        column("gone", InputColumnDataType.INTEGER),
                        column("cost", InputColumnDataType.DECIMAL)));
        Ingestion ended = api.ended("differs", api.client.createDataSet(request).ingestionId());
        assertThat(ended.errorInfo().typeAsString()).isEqualTo("SQL_SCHEMA_MISMATCH_ERROR");
        assertThat(ended.errorInfo().message())
                .contains("'id' is declared STRING and is int4 there; 'gone' is not there. The source has [id, ward,"
                        + " code");
        assertThat(api.probe().onDisk("differs")).isEmpty();
    }

    @Test
    @SuppressWarnings("unchecked") // of the SDK's builders
    void whatIsKeptForOtherProgramsComesBackAsItWas() {
        CreateDataSetRequest request = request("kept", table("stays", STAYS)).toBuilder()
                .columnGroups(group -> group.geoSpatialColumnGroup(
                        geo -> geo.name("places").countryCode("US").columns("ward")))
                .fieldFolders(Map.of(
                        "all",
                        software.amazon.awssdk.services.quicksight.model.FieldFolder.builder()
                                .description("all of it")
                                .columns("id", "ward")
                                .build()))
                .dataSetUsageConfiguration(usage -> usage.disableUseAsDirectQuerySource(true))
                .performanceConfiguration(performance -> performance.uniqueKeys(key -> key.columnNames("id")))
                .build();
        api.created(request);
        DataSet described = api.described("kept");
        assertThat(described.columnGroups()).isEqualTo(request.columnGroups());
        assertThat(described.fieldFolders()).isEqualTo(request.fieldFolders());
        assertThat(described.dataSetUsageConfiguration()).isEqualTo(request.dataSetUsageConfiguration());
        assertThat(described.performanceConfiguration()).isEqualTo(request.performanceConfiguration());
    }

    @Test
    @SuppressWarnings("unchecked") // of the SDK's builders
    void aDescriptionOfAColumnIsShown() {
        api.created(request(
                "told",
                table("stays", STAYS),
                transform(operation -> operation.tagColumnOperation(tag -> tag.columnName("ward")
                        .tags(each -> each.columnDescription(text -> text.text("where they lay")))))));
        assertThat(api.described("told").outputColumns().get(1).description()).isEqualTo("where they lay");
    }

    @Test
    @SuppressWarnings({"unchecked", "deprecation"}) // of the SDK's builders
    void whatIsNotServedIsRefusedByItsNameAndNothingIsMade() {
        refused(request -> request.importMode("DIRECT_QUERY"), "ImportMode is 'DIRECT_QUERY'; only SPICE is served");
        refused(request -> request.folderArns("arn:a"), "FolderArns is not served here");
        refused(
                request -> request.physicalTableMap(Map.of("a", table("stays", STAYS), "b", table("stays", STAYS))),
                "PhysicalTableMap has 2 members; one is served, since tables are not joined here");
        refused(
                request -> request.physicalTableMap(Map.of(
                        "t",
                        software.amazon.awssdk.services.quicksight.model.PhysicalTable.builder()
                                .s3Source(s3 ->
                                        s3.dataSourceArn(dataSourceArn("pg")).inputColumns(STAYS))
                                .build())),
                "PhysicalTableMap.t.S3Source is not served here; allowed are [CustomSql, RelationalTable]");
        refused(
                request -> request.physicalTableMap(Map.of("t", table("stays", STAYS[0], STAYS[0]))),
                "PhysicalTableMap.t.RelationalTable.InputColumns[1].Name is 'id', which another column has already");
        refused(
                request -> request.fieldFolders(Map.of(
                        "f",
                        software.amazon.awssdk.services.quicksight.model.FieldFolder.builder()
                                .columns("nothing")
                                .build())),
                "FieldFolders.f.columns has 'nothing', which is no column of the data set");
    }

    @Test
    @SuppressWarnings({"deprecation", "unchecked"}) // of the SDK: members of the API that it keeps; its builders
    void rulesOfRowsAndColumnsAreKeptAndGivenBack() {
        api.created(request("rules", table("stays", STAYS)));
        String user = "arn:aws:quicksight:eu-west-1:" + ACCOUNT + ":user/default/ann";
        CreateDataSetRequest request = request("ruled", table("stays", STAYS)).toBuilder()
                .rowLevelPermissionDataSet(rows -> rows.arn(dataSet("rules"))
                        .permissionPolicy("GRANT_ACCESS")
                        .formatVersion("VERSION_1")
                        .status("ENABLED"))
                .rowLevelPermissionTagConfiguration(tags -> tags.tagRules(
                                rule -> rule.tagKey("ward").columnName("ward").matchAllValue("*"))
                        .tagRuleConfigurations(List.of(List.of("ward"))))
                .columnLevelPermissionRules(rule -> rule.columnNames("code").principals(user))
                .build();
        api.created(request);
        DataSet described = api.described("ruled");
        assertThat(described.rowLevelPermissionDataSet()).isEqualTo(request.rowLevelPermissionDataSet());
        assertThat(described.rowLevelPermissionTagConfiguration())
                .isEqualTo(request.rowLevelPermissionTagConfiguration());
        assertThat(described.columnLevelPermissionRules()).isEqualTo(request.columnLevelPermissionRules());
    }

    private static String dataSet(String id) {
        return "arn:aws:quicksight:eu-west-1:" + ACCOUNT + ":dataset/" + id;
    }

    @Test
    @SuppressWarnings({"deprecation", "unchecked"}) // of the SDK: members of the API that it keeps; its builders
    void rulesThatCouldNotBeEnforcedAreRefused() {
        refused(
                request -> request.rowLevelPermissionDataSet(
                        rows -> rows.arn(dataSet("stays")).permissionPolicy("DENY_ACCESS")),
                "RowLevelPermissionDataSet.PermissionPolicy is 'DENY_ACCESS', which QuickSight keeps for old data sets");
        refused(
                request -> request.rowLevelPermissionDataSet(rows -> rows.arn(dataSet("stays"))
                        .permissionPolicy("GRANT_ACCESS")
                        .namespace("other")),
                "RowLevelPermissionDataSet.Namespace is 'other'; there is only 'default'");
        refused(
                request -> request.rowLevelPermissionTagConfiguration(
                        tags -> tags.tagRules(rule -> rule.tagKey("k").columnName("id"))),
                "RowLevelPermissionTagConfiguration.TagRules[0].ColumnName is 'id', which is INTEGER; rows are chosen by"
                        + " STRING columns");
        refused(
                request -> request.rowLevelPermissionTagConfiguration(
                        tags -> tags.tagRules(rule -> rule.tagKey("k").columnName("ward"))
                                .tagRuleConfigurations(List.of(List.of("other")))),
                "RowLevelPermissionTagConfiguration.TagRuleConfigurations has 'other', which no TagRules have as TagKey");
        refused(
                request -> request.columnLevelPermissionRules(rule ->
                        rule.columnNames("nothing").principals(dataSet("x").replace("dataset", "user/default"))),
                "ColumnLevelPermissionRules[0].ColumnNames has 'nothing', which is no column of the data set");
        refused(
                request -> request.columnLevelPermissionRules(
                        rule -> rule.columnNames("ward").principals(dataSet("x").replace("dataset", "group/default"))),
                "ColumnLevelPermissionRules[0].Principals has '" + dataSet("x").replace("dataset", "group/default")
                        + "'; name users");
        refused(
                request -> request.columnLevelPermissionRules(rule -> rule.columnNames("ward")),
                "ColumnLevelPermissionRules[0].Principals is missing");
    }

    @Test
    void aTransformThatCannotBeServedIsRefusedWithItsPlace() {
        refusedTransforms(
                "LogicalTableMap.l.DataTransforms[0].FilterOperation.ConditionExpression cannot be served: there is no"
                        + " column 'nobody' here",
                filter("{nobody} = 1"));
        refusedTransforms(
                "LogicalTableMap.l.DataTransforms[1].RenameColumnOperation names column 'ward', which is not there",
                rename("ward", "x"),
                rename("ward", "y"));
        refusedTransforms(
                "LogicalTableMap.l.DataTransforms[0].RenameColumnOperation.NewColumnName is 'id', which another column"
                        + " has already",
                rename("ward", "id"));
        refusedTransforms(
                "ConditionExpression gives a INTEGER; it must be true or false for a row", filter("{id} + 1"));
        refusedTransforms(
                "Columns[0].Expression cannot be served: there is no function 'pg_sleep' here",
                create("x", "pg_sleep(10)"));
        refusedTransforms("a DATETIME is not cast to INTEGER; use extract or dateDiff", cast("began", "INTEGER"));
        refusedTransforms(
                "OverrideDatasetParameterOperation is not served here",
                transform(operation -> operation.overrideDatasetParameterOperation(
                        parameter -> parameter.parameterName("p").newParameterName("q"))));
        refusedTransforms(
                "FilterOperation.StringFilterCondition is not served here; allowed are [ConditionExpression]",
                transform(operation -> operation.filterOperation(filter -> filter.conditionExpression("{id} = 1")
                        .stringFilterCondition(condition -> condition.columnName("ward")))));
        assertThatThrownBy(() ->
                        api.client.createDataSet(request("bare", query("pg", "SELECT 1 AS a"), filter("{a} = 1"))))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining("DataTransforms needs the Columns of CustomSql, which are missing");
    }

    @Test
    void aQueryCannotLeaveItsPlace() {
        for (String sql : List.of(
                "SELECT 1 AS a) AS t; DROP TABLE stays; --",
                "SELECT 1 AS a) AS t UNION SELECT (2",
                "SELECT 1 AS a; SELECT 2")) {
            String id = "escape-" + Integer.toHexString(sql.hashCode());
            Ingestion ended = api.ended(
                    id, api.client.createDataSet(request(id, query("pg", sql))).ingestionId());
            assertThat(ended.errorInfo().typeAsString()).as(sql).isEqualTo("SQL_EXCEPTION");
            assertThat(ended.errorInfo().message()).contains("The query");
        }
        api.created(request(
                "quoted", query("pg", "SELECT 1 AS \"a\"\"; DROP TABLE stays; --\""), new TransformOperation[0]));
        assertThat(rows("still")).isEqualTo(ROWS);
    }

    private void refused(Consumer<CreateDataSetRequest.Builder> change, String words) {
        CreateDataSetRequest.Builder request = request("refused", table("stays", STAYS)).toBuilder();
        change.accept(request);
        assertThatThrownBy(() -> api.client.createDataSet(request.build()))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining(words);
        assertThat(api.client.listDataSets(list -> list.awsAccountId(ACCOUNT)).dataSetSummaries())
                .noneMatch(summary -> summary.dataSetId().equals("refused"));
    }

    private void refusedTransforms(String words, TransformOperation... transforms) {
        assertThatThrownBy(() -> api.client.createDataSet(request("refused", table("stays", STAYS), transforms)))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining(words);
    }
}
