package io.spicerack.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TextTest {
    @Test
    void bytesGetTheUnitThatFits() {
        assertThat(HumanText.bytes(999)).isEqualTo("999 B");
        assertThat(HumanText.bytes(1000)).isEqualTo("1.0 kB");
        assertThat(HumanText.bytes(999_949)).isEqualTo("999.9 kB");
        assertThat(HumanText.bytes(999_950)).isEqualTo("1.0 MB");
        assertThat(HumanText.bytes(Long.MAX_VALUE)).isEqualTo("9223.4 PB");
    }

    @Test
    void durationsShowTheTwoLargestUnits() {
        assertThat(HumanText.duration(59)).isEqualTo("59 s");
        assertThat(HumanText.duration(60)).isEqualTo("1 min 0 s");
        assertThat(HumanText.duration(3 * 3600 + 5 * 60)).isEqualTo("3 h 5 min");
        assertThat(HumanText.duration(2 * 86_400 + 3600)).isEqualTo("2 d 1 h");
    }

    @Test
    void aTableIsAlignedAndRefusesARowThatDoesNotFit() {
        TextTable table = new TextTable("NAME", ">ROWS", "LAST");
        table.row("a", "1,000", "x");
        table.row("longer", "1", "");
        assertThat(table).hasToString("NAME     ROWS  LAST\na       1,000  x\nlonger      1");
        assertThatThrownBy(() -> table.row("a")).hasMessage("a row of 1 cells in a table of 3 columns");
    }

    @Test
    void rowsAreCountedAcrossQuotedLineBreaks() {
        RowCount csv = RowCount.ofCsv();
        byte[] text = "id,name\r\n1,\"a\n\"\"b\"\r\n2,\r\n3,cut".getBytes(StandardCharsets.UTF_8);
        csv.add(text, text.length);
        assertThat(csv.rows()).isEqualTo(2);
        RowCount json = RowCount.ofJson();
        byte[] line = "{\"a\":\"\\\"\"}\n".getBytes(StandardCharsets.UTF_8);
        json.add(line, line.length);
        assertThat(json.rows()).isEqualTo(1);
    }
}
