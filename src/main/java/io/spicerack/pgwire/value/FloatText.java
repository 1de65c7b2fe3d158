package io.spicerack.pgwire.value;

import io.spicerack.table.CellText;
import java.math.BigDecimal;
import java.math.MathContext;

/** Floating numbers as PostgreSQL writes them: the fewest digits that read back to the same number. */
final class FloatText {
    /** From these powers of ten on they have an exponent. */
    private static final int FLOAT8_DIGITS = 15;

    private static final int FLOAT4_DIGITS = 6;
    private static final int LEAST_POWER = -4;

    /** From here on, what lies just between two numbers may have fewer digits than either. */
    private static final double FLOAT8_WHOLE = 0x1p53;

    private static final double FLOAT4_WHOLE = 0x1p24;

    /** Only below these do two numbers differ by as much as a digit. */
    private static final double FLOAT8_COARSE = 1e-300;

    private static final double FLOAT4_COARSE = 1e-37;

    private FloatText() {}

    static String of(double value) {
        if (!isPlain(value)) {
            return special(value);
        }
        BigDecimal javas = new BigDecimal(CellText.of(value)).stripTrailingZeros();
        if (Math.abs(value) >= FLOAT8_WHOLE) {
            javas = within(javas, new BigDecimal(value), new BigDecimal(Math.ulp(value)));
        } else if (Math.abs(value) < FLOAT8_COARSE) {
            BigDecimal one = javas.round(new MathContext(1));
            javas = one.doubleValue() == value ? one : javas;
        }
        return look(javas, FLOAT8_DIGITS);
    }

    static String of(float value) {
        if (!isPlain(value)) {
            return special(value);
        }
        BigDecimal javas = new BigDecimal(CellText.of(value)).stripTrailingZeros();
        if (Math.abs(value) >= FLOAT4_WHOLE) {
            javas = within(javas, new BigDecimal(value), new BigDecimal(Math.ulp(value)));
        } else if (Math.abs(value) < FLOAT4_COARSE) {
            // Java gives two digits at least: 1.4e-45 in the place of 1e-45
            BigDecimal one = javas.round(new MathContext(1));
            javas = one.floatValue() == value ? one : javas;
        }
        return look(javas, FLOAT4_DIGITS);
    }

    private static boolean isPlain(double value) {
        return Double.isFinite(value) && value != 0;
    }

    private static String special(double value) {
        return value == 0 ? 1 / value < 0 ? "-0" : "0" : CellText.of(value);
    }

    /** PostgreSQL does not count on how a reader rounds what lies just between two numbers, as Java does. */
    private static BigDecimal within(BigDecimal javas, BigDecimal exact, BigDecimal ulp) {
        BigDecimal off = javas.subtract(exact).abs().multiply(BigDecimal.valueOf(2));
        return off.compareTo(ulp) < 0
                ? javas
                : exact.round(new MathContext(javas.precision() + 1)).stripTrailingZeros();
    }

    private static String look(BigDecimal digits, int plain) {
        int power = digits.precision() - digits.scale() - 1;
        if (power >= LEAST_POWER && power < plain) {
            return digits.toPlainString();
        }
        String all = digits.unscaledValue().abs().toString();
        String fraction = all.length() == 1 ? "" : "." + all.substring(1);
        int size = Math.abs(power);
        return (digits.signum() < 0 ? "-" : "") + all.charAt(0) + fraction + "e" + (power < 0 ? "-" : "+")
                + (size < 10 ? "0" : "") + size;
    }
}
