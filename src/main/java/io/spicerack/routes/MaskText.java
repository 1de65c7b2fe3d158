package io.spicerack.routes;

import io.spicerack.prepare.Mask;
import java.util.List;

/** What stands in the place of a column's values. */
final class MaskText {
    static final ValueRule RULE = ValueRule.of(
            Rule.OPTION, new ValueRule.Form(List.of(), "^(hash|null|keep last [1-9][0-9]?)$"), text -> Mask.parse(text)
                    .text());

    private MaskText() {}
}
