package io.spicerack.catalog;

import io.spicerack.catalog.record.Columns;
import io.spicerack.model.Arn;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.IngestionId;
import io.spicerack.model.VersionId;
import java.lang.reflect.Type;
import java.sql.Types;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.argument.ArgumentFactory;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jspecify.annotations.Nullable;

/** How the model's values go into columns: the counterpart of {@link Columns}. */
final class ColumnArguments implements ArgumentFactory {
    private static final Set<Class<?>> AS_TEXT =
            Set.of(Arn.class, DataSetId.class, DataSourceId.class, IngestionId.class, VersionId.class);

    @Override
    public Optional<Argument> build(Type type, @Nullable Object value, ConfigRegistry config) {
        if (type instanceof Class<?> text && AS_TEXT.contains(text)) {
            return Optional.of((position, statement, context) ->
                    statement.setString(position, value == null ? null : value.toString()));
        }
        if (type != Instant.class) {
            return Optional.empty();
        }
        return Optional.of((position, statement, context) -> {
            if (value instanceof Instant instant) {
                statement.setLong(position, instant.toEpochMilli());
            } else {
                statement.setNull(position, Types.BIGINT);
            }
        });
    }
}
