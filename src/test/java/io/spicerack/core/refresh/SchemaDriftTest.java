package io.spicerack.core.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.table.Column;
import io.spicerack.table.ColumnType;
import io.spicerack.table.ColumnType.Bool;
import io.spicerack.table.ColumnType.Date;
import io.spicerack.table.ColumnType.Decimal;
import io.spicerack.table.ColumnType.Floating;
import io.spicerack.table.ColumnType.Int;
import io.spicerack.table.ColumnType.Text;
import io.spicerack.table.ColumnType.Timestamp;
import io.spicerack.table.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaDriftTest {
    private static final Column ID = new Column("id", new Int(32));
    private static final Column NAME = new Column("name", new Text());
    private static final Column BORN = new Column("born", new Date());

    private static SchemaDrift drift(List<Column> before, List<Column> now) {
        return SchemaDrift.between(new Schema(before), new Schema(now));
    }

    @Test
    void theSameColumnsInAnotherOrderAreNoDrift() {
        assertThat(drift(List.of(ID, NAME, BORN), List.of(BORN, ID, NAME)).none())
                .isTrue();
    }

    @Test
    void addedAndDroppedColumnsAreNamedWithTheirTypes() {
        SchemaDrift drift = drift(List.of(ID, BORN), List.of(ID, NAME));
        assertThat(drift).hasToString("added 'name' Text, dropped 'born' Date");
        assertThat(drift.widens()).isFalse();
    }

    @Test
    void anAddedColumnWidens() {
        assertThat(drift(List.of(ID), List.of(NAME, ID)).widens()).isTrue();
    }

    @Test
    void aNewNameInTheSamePlaceAndOfTheSameTypeIsARename() {
        SchemaDrift drift = drift(List.of(ID, NAME, BORN), List.of(ID, new Column("surname", new Text()), BORN));
        assertThat(drift).hasToString("renamed 'name' to 'surname' Text");
        assertThat(drift.widens()).isFalse();
    }

    @Test
    void aRenameBehindAnAddedColumnIsFoundByTheColumnBeforeIt() {
        SchemaDrift drift = drift(
                List.of(ID, NAME, BORN),
                List.of(new Column("sex", new Bool()), ID, new Column("surname", new Text()), BORN));
        assertThat(drift).hasToString("added 'sex' Bool, renamed 'name' to 'surname' Text");
    }

    @Test
    void oneLostColumnIsRenamedOnceOnly() {
        SchemaDrift drift =
                drift(List.of(ID, NAME), List.of(ID, new Column("first", new Text()), new Column("last", new Text())));
        assertThat(drift).hasToString("renamed 'name' to 'first' Text, added 'last' Text");
    }

    @Test
    void manyChangesAreCountedRatherThanListed() {
        List<Column> wide = new ArrayList<>(List.of(ID));
        IntStream.range(0, 1_599).forEach(i -> wide.add(new Column("c" + i, new Text())));
        assertThat(drift(List.of(ID), wide).toString())
                .startsWith("added 'c0' Text, added 'c1' Text")
                .endsWith("added 'c19' Text and 1579 more changes");
    }

    static Stream<Arguments> retypings() {
        return Stream.of(
                Arguments.of(new Int(32), new Int(64), "Int(32) to Int(64)", true),
                Arguments.of(new Int(64), new Int(32), "Int(64) to Int(32)", false),
                Arguments.of(new Int(32), new Floating(64), "Int(32) to Floating(64)", true),
                Arguments.of(new Int(32), new Floating(32), "Int(32) to Floating(32)", false),
                Arguments.of(new Int(64), new Floating(64), "Int(64) to Floating(64)", false),
                Arguments.of(new Int(32), new Decimal(10, 0), "Int(32) to Decimal(10, 0)", true),
                Arguments.of(new Int(32), new Decimal(10, 1), "Int(32) to Decimal(10, 1)", false),
                Arguments.of(new Int(64), new Decimal(20, 0), "Int(64) to Decimal(20, 0)", true),
                Arguments.of(new Int(64), new Decimal(18, 0), "Int(64) to Decimal(18, 0)", false),
                Arguments.of(new Decimal(10, 2), new Decimal(12, 2), "Decimal(10, 2) to Decimal(12, 2)", true),
                Arguments.of(new Decimal(10, 2), new Decimal(11, 3), "Decimal(10, 2) to Decimal(11, 3)", true),
                Arguments.of(new Decimal(10, 2), new Decimal(10, 3), "Decimal(10, 2) to Decimal(10, 3)", false),
                Arguments.of(new Decimal(10, 2), new Decimal(12, 1), "Decimal(10, 2) to Decimal(12, 1)", false),
                Arguments.of(new Floating(32), new Floating(64), "Floating(32) to Floating(64)", true),
                Arguments.of(new Floating(64), new Floating(32), "Floating(64) to Floating(32)", false),
                Arguments.of(new Text(), new Int(32), "Text to Int(32)", false),
                Arguments.of(new Date(), new Timestamp(false), "Date to Timestamp(local)", false),
                Arguments.of(new Timestamp(false), new Timestamp(true), "Timestamp(local) to Timestamp(utc)", false));
    }

    @ParameterizedTest
    @MethodSource("retypings")
    void aTypeWidensWhereItHoldsEveryValueOfTheFormerOne(ColumnType from, ColumnType to, String words, boolean widens) {
        SchemaDrift drift = drift(List.of(new Column("c", from)), List.of(new Column("c", to)));
        assertThat(drift).hasToString("retyped 'c' " + words);
        assertThat(drift.widens()).isEqualTo(widens);
    }

    @Test
    void everyTypeComesBackFromTheCatalogAsItWas() {
        List<ColumnType> types = List.of(
                new Bool(),
                new Int(32),
                new Int(64),
                new Decimal(38, 10),
                new Floating(32),
                new Floating(64),
                new Text(),
                new ColumnType.Json(),
                new ColumnType.Binary(),
                new ColumnType.Uuid(),
                new Date(),
                new ColumnType.Time(),
                new Timestamp(true),
                new Timestamp(false));
        assertThat(types.stream().<Class<?>>map(ColumnType::getClass).distinct())
                .as("one of each")
                .containsExactlyInAnyOrder(ColumnType.class.getPermittedSubclasses());
        Schema schema = new Schema(IntStream.range(0, types.size())
                .mapToObj(i -> new Column("c \"" + i + "\"", types.get(i)))
                .toList());
        assertThat(SchemaJson.read(SchemaJson.text(schema))).isEqualTo(schema);
    }

    /** As it is in the catalogs that there are. */
    @Test
    void aTypeIsSpelledAsItEverWas() {
        assertThat(SchemaJson.text(new Schema(List.of(
                        new Column("a", new Bool()),
                        new Column("b", new Int(32)),
                        new Column("c", new Decimal(38, 10)),
                        new Column("d", new Floating(64)),
                        new Column("e", new Timestamp(true))))))
                .isEqualTo("[{\"name\":\"a\",\"type\":\"Bool[]\"},{\"name\":\"b\",\"type\":\"Int[bits=32]\"},"
                        + "{\"name\":\"c\",\"type\":\"Decimal[precision=38, scale=10]\"},"
                        + "{\"name\":\"d\",\"type\":\"Floating[bits=64]\"},"
                        + "{\"name\":\"e\",\"type\":\"Timestamp[utc=true]\"}]");
    }

    @Test
    void aTypeThatTheCatalogCannotHaveWrittenIsRefused() {
        assertThatThrownBy(() -> SchemaJson.read("[{\"name\":\"a\",\"type\":\"Money[]\"}]"))
                .hasMessage("the catalog names a column type 'Money[]' that is none");
        assertThatThrownBy(() -> SchemaJson.read("[{\"name\":\"a\",\"type\":\"text\"}]"))
                .hasMessage("the catalog names a column type 'text' that is none");
    }
}
