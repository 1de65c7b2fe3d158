package io.spicerack.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CellTextTest {
    private static final long JANUARY_2024 = 1_704_164_645_000_000L; // 2024-01-02T03:04:05Z

    private static @Nullable String longText(ColumnType type, long value) {
        RowGroup group = new RowGroup(new Schema(List.of(new Column("c", type))));
        group.longs(0).append(value);
        group.endRow();
        return CellText.of(group, 0, 0);
    }

    private static @Nullable String bytesText(ColumnType type, byte[] value) {
        RowGroup group = new RowGroup(new Schema(List.of(new Column("c", type))));
        group.bytes(0).append(value);
        group.endRow();
        return CellText.of(group, 0, 0);
    }

    @Test
    void nullIsNull() {
        assertThat(SampleTables.texts(SampleTables.edges()).get(0)).containsOnlyNulls();
    }

    @Test
    void decimalsShowTheirWholeScale() {
        assertThat(longText(new ColumnType.Decimal(10, 2), -5)).isEqualTo("-0.05");
        assertThat(longText(new ColumnType.Decimal(10, 2), 100)).isEqualTo("1.00");
        assertThat(bytesText(
                        new ColumnType.Decimal(38, 3), BigInteger.valueOf(-1500).toByteArray()))
                .isEqualTo("-1.500");
        assertThat(CellText.of(new BigDecimal("1E+3"), 1)).isEqualTo("1000.0");
    }

    @ParameterizedTest
    @CsvSource({"0, 2024-01-02T03:04:05", "123456, 2024-01-02T03:04:05.123456", "120000, 2024-01-02T03:04:05.12"})
    void timestampsTrimTheirFraction(long micros, String text) {
        assertThat(longText(new ColumnType.Timestamp(false), JANUARY_2024 + micros))
                .isEqualTo(text);
        assertThat(longText(new ColumnType.Timestamp(true), JANUARY_2024 + micros))
                .isEqualTo(text + "Z");
        assertThat(CellText.of(LocalDateTime.parse(text))).isEqualTo(text);
        assertThat(CellText.of(Instant.parse(text + "Z"))).isEqualTo(text + "Z");
    }

    @ParameterizedTest
    @CsvSource({"-0043-03-15", "0000-01-01", "+12345-06-07", "1969-12-31", "9999-12-31"})
    void datesAreProlepticIso(String text) {
        LocalDate date = LocalDate.parse(text);
        assertThat(longText(new ColumnType.Date(), date.toEpochDay())).isEqualTo(text);
        assertThat(longText(new ColumnType.Timestamp(false), date.toEpochDay() * 86_400_000_000L + 1))
                .isEqualTo(text + "T00:00:00.000001");
    }

    @Test
    void timesReachTwentyFourHours() {
        assertThat(longText(new ColumnType.Time(), 86_400_000_000L)).isEqualTo("24:00:00");
        assertThat(CellText.of(LocalTime.of(0, 0))).isEqualTo("00:00:00");
        assertThat(CellText.of(LocalTime.of(1, 2, 3, 4_000))).isEqualTo("01:02:03.000004");
    }

    @Test
    void floatingNumbersAreTheShortestThatReadBack() {
        assertThat(CellText.of(2.0E-3)).isEqualTo("0.002");
        assertThat(CellText.of(Double.MIN_NORMAL)).isEqualTo("2.2250738585072014E-308");
        assertThat(CellText.of(Double.parseDouble("2.0E23"))).isEqualTo("2.0E23");
        assertThat(CellText.of(0.1f)).isEqualTo("0.1");
        assertThat(CellText.of(Double.NaN)).isEqualTo("NaN");
        assertThat(CellText.of(Double.NEGATIVE_INFINITY)).isEqualTo("-Infinity");
        assertThat(CellText.of(-0.0)).isEqualTo("-0.0");
    }

    @Test
    void uuidsAndBytesHaveTheirUsualTexts() {
        byte[] uuid = new byte[16];
        uuid[0] = (byte) 0xAB;
        uuid[15] = 1;
        assertThat(bytesText(new ColumnType.Uuid(), uuid)).isEqualTo("ab000000-0000-0000-0000-000000000001");
        assertThat(bytesText(new ColumnType.Binary(), "hello".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("aGVsbG8=");
    }
}
