package io.spicerack.catalog.database;

import io.spicerack.catalog.record.DataSetRecord;
import io.spicerack.catalog.record.DefinitionRecord;
import io.spicerack.catalog.record.GrantIntent;
import io.spicerack.catalog.record.GrantRecord;
import io.spicerack.catalog.record.RegisteredKey;
import io.spicerack.catalog.record.TrailFile;
import io.spicerack.catalog.record.VersionContent;
import io.spicerack.model.Arn;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.IngestionId;
import io.spicerack.model.KeyReference;
import io.spicerack.model.ScheduleId;
import io.spicerack.model.VersionId;
import java.lang.reflect.Type;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.argument.ArgumentFactory;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.spi.JdbiPlugin;
import org.jspecify.annotations.Nullable;

/**
 * How the model's values stand in columns, there and back: ids, ARNs and names of keys as text, times and durations as milliseconds. Records
 * whose members are one column each are made from columns of their members' names.
 */
final class ModelColumns implements JdbiPlugin, ArgumentFactory.Preparable {
    private static final Map<Class<?>, Function<String, ?>> TEXTS = Map.of(
            Arn.class, Arn::parse,
            KeyReference.class, KeyReference::new,
            DataSetId.class, DataSetId::new,
            DataSourceId.class, DataSourceId::new,
            IngestionId.class, IngestionId::new,
            ScheduleId.class, ScheduleId::new,
            VersionId.class, VersionId::new);

    private static final List<Class<?>> FLAT = List.of(
            DataSetRecord.class,
            DefinitionRecord.class,
            GrantIntent.class,
            GrantRecord.class,
            RegisteredKey.class,
            TrailFile.Digest.class,
            TrailFile.Log.class,
            VersionContent.class);

    @Override
    public void customizeJdbi(Jdbi jdbi) {
        jdbi.registerArgument(this);
        TEXTS.forEach((type, read) -> text(jdbi, type, read));
        millis(jdbi, Instant.class, Instant::ofEpochMilli);
        millis(jdbi, Duration.class, Duration::ofMillis);
        FLAT.forEach(type -> jdbi.registerRowMapper(ConstructorMapper.factory(type)));
    }

    private static void text(Jdbi jdbi, Type type, Function<String, ?> read) {
        jdbi.registerColumnMapper(type, (row, column, context) -> {
            String text = row.getString(column);
            return text == null ? null : read.apply(text);
        });
    }

    private static void millis(Jdbi jdbi, Type type, Function<Long, ?> read) {
        jdbi.registerColumnMapper(type, (row, column, context) -> {
            long millis = row.getLong(column);
            return row.wasNull() ? null : read.apply(millis);
        });
    }

    /** Before the library's own ways, of which one would leave it to the driver what an instant is in a column. */
    @Override
    public Optional<Function<Object, Argument>> prepare(Type type, ConfigRegistry config) {
        if (type instanceof Class<?> text && TEXTS.containsKey(text)) {
            return Optional.of(ModelColumns::text);
        }
        return type == Instant.class || type == Duration.class ? Optional.of(ModelColumns::millis) : Optional.empty();
    }

    private static Argument text(@Nullable Object value) {
        return (position, statement, context) -> statement.setString(position, value == null ? null : value.toString());
    }

    private static Argument millis(@Nullable Object value) {
        return (position, statement, context) -> {
            if (value instanceof Instant instant) {
                statement.setLong(position, instant.toEpochMilli());
            } else if (value instanceof Duration duration) {
                statement.setLong(position, duration.toMillis());
            } else {
                statement.setNull(position, Types.BIGINT);
            }
        };
    }
}
