package io.spicerack.routes;

import io.spicerack.core.increment.HighWaterMark;

/** How far below a high-water mark rows are read again. */
final class LagText {
    static final ValueRule RULE = ValueRule.of(Rule.OPTION, text -> {
        HighWaterMark unused = HighWaterMark.parse("column", text);
        return text;
    });

    private LagText() {}
}
