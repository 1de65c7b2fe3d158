package io.spicerack.source;

import java.util.Optional;

/** What one data source says of its types; what it leaves out is left to the settings. Immutable. */
public record TypeChoices(
        Optional<TypeRules.WideNumeric> wideNumeric,
        Optional<TypeRules.ZeroDate> zeroDate,
        Optional<TypeRules.TinyIntOne> tinyIntOne) {
    public static final TypeChoices NONE = new TypeChoices(Optional.empty(), Optional.empty(), Optional.empty());

    public TypeRules over(TypeRules settings) {
        return new TypeRules(
                wideNumeric.orElse(settings.wideNumeric()),
                zeroDate.orElse(settings.zeroDate()),
                tinyIntOne.orElse(settings.tinyIntOne()));
    }
}
