package io.spicerack.settings;

import io.spicerack.source.TypeRules;
import io.spicerack.tls.Authorities;
import io.spicerack.tls.Pem;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the settings say of all data sources alike: types that have a choice, and whom to trust. Not thread-safe. */
final class SourceSettings {
    private final SettingValues settings;
    private final Path configuration;

    /** @param configuration the folder that files are named from */
    SourceSettings(SettingValues settings, Path configuration) {
        this.settings = settings;
        this.configuration = configuration;
    }

    TypeRules types() {
        return new TypeRules(
                settings.value(
                        Property.SOURCE_WIDE_NUMERIC,
                        "text, refuse or decimal(38,s) with s from 0 to 38",
                        TypeRules.WideNumeric::parse,
                        TypeRules.WideNumeric.TEXT),
                settings.value(
                        Property.SOURCE_ZERO_DATE,
                        "null or refuse",
                        text -> SettingValues.named(TypeRules.ZeroDate.class, text),
                        TypeRules.ZeroDate.NULL),
                settings.value(
                        Property.SOURCE_TINY_INT_ONE,
                        "boolean or integer",
                        text -> SettingValues.named(TypeRules.TinyIntOne.class, text),
                        TypeRules.TinyIntOne.BOOLEAN));
    }

    /** The folder of the default need not be there; what else is named and is not there is refused. */
    Authorities authorities() {
        String place = settings.text(Property.SOURCE_AUTHORITIES);
        Path path = configuration.resolve(place);
        boolean left = place.isEmpty() || (place.equals(Property.SOURCE_AUTHORITIES.fallback()) && !Files.exists(path));
        return left ? Authorities.OF_JVM : new Authorities(true, Pem.certificates(path));
    }
}
