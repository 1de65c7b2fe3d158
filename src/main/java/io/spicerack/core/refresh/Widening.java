package io.spicerack.core.refresh;

import io.spicerack.table.ColumnType;
import io.spicerack.table.ColumnType.Decimal;
import io.spicerack.table.ColumnType.Floating;
import io.spicerack.table.ColumnType.Int;

/** Which column type holds every value of another one exactly. */
final class Widening {
    private Widening() {}

    static boolean holdsAll(ColumnType from, ColumnType to) {
        if (from.equals(to)) {
            return true;
        }
        if (from instanceof Int before) {
            return holdsAll(before, to);
        }
        if (from instanceof Decimal before && to instanceof Decimal after) {
            return after.scale() >= before.scale() && wholeDigits(after) >= wholeDigits(before);
        }
        return from instanceof Floating before && to instanceof Floating after && after.bits() > before.bits();
    }

    private static boolean holdsAll(Int from, ColumnType to) {
        if (to instanceof Decimal after) {
            return wholeDigits(after) >= (from.bits() == 32 ? 10 : 19);
        }
        if (to instanceof Floating floating) {
            // a double has 53 bits for a whole number
            return floating.bits() == 64 && from.bits() == 32;
        }
        return to instanceof Int whole && whole.bits() > from.bits();
    }

    private static int wholeDigits(Decimal type) {
        return type.precision() - type.scale();
    }
}
