package io.spicerack.source;

import io.spicerack.model.DataSourceType;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The kinds of database that are served. Immutable. */
public final class SourceTypes {
    private final Map<DataSourceType, SourceType> types = new EnumMap<>(DataSourceType.class);

    public SourceTypes(SourceType... served) {
        for (SourceType type : served) {
            for (DataSourceType word : type.words()) {
                if (types.put(word, type) != null) {
                    throw new IllegalArgumentException(
                            "two kinds of database are known by the word " + word + "; each needs its own");
                }
            }
        }
    }

    public SourceType of(DataSourceType word) {
        SourceType type = types.get(word);
        if (type == null) {
            throw new IllegalArgumentException("Type " + word + " is not served; served are " + words());
        }
        return type;
    }

    /** What is served, in QuickSight's words. */
    public List<DataSourceType> words() {
        return List.copyOf(types.keySet());
    }

    /** Empty where it is none of {@link #words()}. */
    public Optional<DataSourceType> named(String word) {
        return words().stream().filter(known -> known.name().equals(word)).findFirst();
    }
}
