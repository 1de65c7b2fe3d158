package io.spicerack.catalog;

import static io.spicerack.catalog.CatalogFixtures.HOSPITAL;
import static io.spicerack.catalog.CatalogFixtures.KEY_A;
import static io.spicerack.catalog.CatalogFixtures.NOON;
import static io.spicerack.catalog.CatalogFixtures.PATIENTS;
import static io.spicerack.catalog.CatalogFixtures.SECRET;
import static io.spicerack.catalog.CatalogFixtures.dataSource;
import static io.spicerack.catalog.CatalogFixtures.event;
import static io.spicerack.catalog.CatalogFixtures.staged;
import static io.spicerack.catalog.CatalogFixtures.wrapped;
import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.TakesLong;
import io.spicerack.catalog.record.AllowedSecret;
import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.catalog.record.CredentialsSource;
import io.spicerack.catalog.record.RefreshProperties;
import io.spicerack.catalog.record.TrailFile;
import io.spicerack.model.Arn;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.IngestionId;
import io.spicerack.model.KeyReference;
import io.spicerack.model.RefreshInterval;
import io.spicerack.model.RefreshOnDay;
import io.spicerack.model.RefreshSchedule;
import io.spicerack.model.RequestSource;
import io.spicerack.model.RequestType;
import io.spicerack.model.ScheduleFrequency;
import io.spicerack.model.ScheduleId;
import io.spicerack.model.SourceBudget;
import io.spicerack.model.SourceSnapshot;
import io.spicerack.model.VersionId;
import io.spicerack.tls.ShownPasswordKey;
import io.spicerack.tls.ShownProof;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every question and every change that the stores know, over rows of every table: each is SQL that the database understands. */
@TakesLong
@WithCatalog
class StoreWalkTest {
    private static final VersionId VERSION = new VersionId("v1");
    private static final IngestionId INGESTION = new IngestionId("i-v1");

    /** Those that are asked for all there is; one of them now and then alone ({@code EventTally}). */
    private static final Set<String> COUNTS = Set.of("countsByName", "countsByKey", "countsByResource");

    private final Catalog catalog;
    private final Map<Class<?>, Object> samples = new LinkedHashMap<>();

    StoreWalkTest(OpenedCatalog opened) {
        catalog = opened.catalog();
    }

    @BeforeEach
    void prepare() throws Exception {
        samples();
        catalog.run(tx -> {
            tx.dataSources().insert(dataSource());
            tx.dataSets().declare(PATIENTS, "Patients", null);
            tx.ingestions().queue(PATIENTS, INGESTION, RequestType.FULL_REFRESH, RequestSource.MANUAL);
            tx.ingestions().claimNext(PATIENTS, Optional.empty());
            tx.versions().stage(staged("v1", KEY_A));
            tx.audit().registerSink("text");
            tx.trailFiles().registerSink("text");
            tx.audit().append(event("Decrypt"));
            tx.trailFiles().digestedOrBegin(NOON);
        });
        fill();
    }

    private void samples() throws Exception {
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(2048);
        samples.put(String.class, "text");
        samples.put(int.class, 5);
        samples.put(long.class, 5L);
        samples.put(Long.class, 5L);
        samples.put(boolean.class, true);
        samples.put(byte[].class, new byte[] {1, 0, 2});
        samples.put(Instant.class, NOON);
        samples.put(Duration.class, Duration.ofDays(40));
        samples.put(UUID.class, new UUID(1, 2));
        samples.put(OptionalLong.class, OptionalLong.of(5_000_000_000L));
        samples.put(Arn.class, SECRET);
        samples.put(KeyReference.class, KEY_A);
        samples.put(DataSetId.class, PATIENTS);
        samples.put(DataSourceId.class, HOSPITAL);
        samples.put(VersionId.class, VERSION);
        samples.put(IngestionId.class, INGESTION);
        samples.put(ScheduleId.class, new ScheduleId("nightly"));
        samples.put(AllowedSecret.class, AllowedSecret.of(SECRET, List.of()));
        samples.put(
                AuditQuery.class,
                AuditQuery.newest(9).by("somebody").named("Decrypt").using(KEY_A));
        samples.put(SourceBudget.class, SourceBudget.NONE);
        samples.put(ShownProof.class, new ShownPasswordKey((RSAPublicKey)
                rsa.generateKeyPair().getPublic()));
        samples.put(TrailFile.class, log());
        samples.put(TrailFile.Log.class, log());
        samples.put(
                RefreshSchedule.class,
                new RefreshSchedule(
                        new ScheduleId("nightly"),
                        new ScheduleFrequency(
                                RefreshInterval.DAILY, null, ZoneId.of("Europe/Berlin"), LocalTime.of(3, 0)),
                        NOON,
                        RequestType.FULL_REFRESH));
        samples.put(RefreshProperties.class, new RefreshProperties(null, null));
        samples.put(CredentialsSource.class, new CredentialsSource.EncryptedPair(wrapped(KEY_A)));
        samples.put(
                SourceSnapshot.class, new SourceSnapshot(HOSPITAL, "PostgreSQL 18", NOON, Optional.of("0/16B3748")));
        samples.put(RefreshOnDay.class, RefreshOnDay.ofMonth("LAST_DAY_OF_MONTH"));
    }

    private static TrailFile.Log log() {
        return new TrailFile.Log(1, "log", "ab".repeat(32), 1, 1, NOON, NOON);
    }

    /** Each change that is taken stays, so that questions have rows to read. */
    private void fill() {
        for (Method method : methods()) {
            String name = method.getName();
            if (List.of(
                            "put",
                            "add",
                            "insert",
                            "allow",
                            "grant",
                            "begin",
                            "intend",
                            "addLog",
                            "addDigest",
                            "replaceAll",
                            "ask")
                    .contains(name)) {
                undoable(tx -> {
                    Optional<Throwable> refused = refused(tx, method);
                    assertThat(refused.filter(e -> !isOfTheRows(e)))
                            .as(method.toString())
                            .isEmpty();
                    if (refused.isPresent()) {
                        throw new Undone();
                    }
                });
            }
        }
    }

    @Test
    void everyQuestionAndEveryChangeIsUnderstood() {
        List<String> failed = new ArrayList<>();
        int asked = 0;
        for (Method method : methods()) {
            asked++;
            undoable(tx -> {
                refused(tx, method)
                        .filter(e -> !isOfTheRows(e))
                        .ifPresent(e -> failed.add(method.getDeclaringClass().getSimpleName() + "." + method.getName()
                                + ": " + deepest(e)));
                throw new Undone();
            });
        }
        assertThat(failed).isEmpty();
        assertThat(asked).as("the walk sees the stores").isGreaterThan(120);
    }

    /** However many have ended: what grows with the years is found by an index, or is what is asked for. */
    @Test
    void nothingWalksThroughAllIngestionsOrTheWholeTrail() {
        List<String> walks = new ArrayList<>();
        int[] asked = {0};
        for (Method method : methods()) {
            catalog.changing(handle -> {
                Assumptions.assumeTrue(
                        handle.getConnection().toString().contains("sqlite"), "plans are those of SQLite");
                Set<String> statements = new LinkedHashSet<>();
                handle.getConfig(SqlStatements.class).setSqlLogger(new SqlLogger() {
                    @Override
                    public void logAfterExecution(StatementContext context) {
                        statements.add(context.getParsedSql().getSql());
                    }
                });
                Optional<Throwable> unused = refused(new CatalogTransaction(handle, CatalogFixtures.CLOCK), method);
                handle.getConfig(SqlStatements.class).setSqlLogger(SqlLogger.NOP_SQL_LOGGER);
                for (String sql : statements) {
                    asked[0]++;
                    for (String step : plan(handle, sql)) {
                        if (!COUNTS.contains(method.getName())
                                && step.matches("SCAN (ingestion|audit_event|ingestion_source|queued|other|[ios])\\b.*")
                                && !step.matches(".*USING (COVERING )?INDEX (waiting_|one_running_|skipped_).*")) {
                            walks.add(method.getDeclaringClass().getSimpleName() + "." + method.getName() + ": " + step
                                    + ": " + sql.replaceAll("\\s+", " "));
                        }
                    }
                }
                handle.rollback();
                return 0;
            });
        }
        assertThat(walks).isEmpty();
        assertThat(asked[0]).isGreaterThan(150);
    }

    private static List<String> plan(Handle handle, String sql) {
        List<String> steps = new ArrayList<>();
        try (Statement statement = handle.getConnection().createStatement();
                ResultSet rows = statement.executeQuery("EXPLAIN QUERY PLAN " + sql)) {
            while (rows.next()) {
                steps.add(rows.getString("detail"));
            }
            return steps;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private static final class Undone extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** The next one finds the rows as they were. */
    private void undoable(Consumer<CatalogTransaction> change) {
        try {
            catalog.run(change);
        } catch (Undone e) {
            // it was understood, and that is all that is asked
        }
    }

    /** Refused for what is there already, or is not there, so that it was understood. */
    private static boolean isOfTheRows(Throwable e) {
        return e instanceof RefusedChangeException
                || (deepest(e) instanceof SQLException refused
                        && (String.valueOf(refused.getSQLState()).startsWith("23")
                                || String.valueOf(refused.getMessage()).contains("SQLITE_CONSTRAINT")));
    }

    private static Throwable deepest(Throwable e) {
        return e.getCause() == null ? e : deepest(e.getCause());
    }

    private static List<Method> methods() {
        return Arrays.stream(CatalogTransaction.class.getDeclaredMethods())
                .filter(store -> Modifier.isPublic(store.getModifiers()) && store.getReturnType() != Instant.class)
                .sorted(Comparator.comparing(Method::getName))
                .flatMap(store -> Arrays.stream(store.getReturnType().getDeclaredMethods())
                        .filter(method ->
                                Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers()))
                        .sorted(Comparator.comparing(Method::toString)))
                .toList();
    }

    private Optional<Throwable> refused(CatalogTransaction tx, Method method) {
        try {
            Method store = Arrays.stream(CatalogTransaction.class.getDeclaredMethods())
                    .filter(each -> each.getReturnType() == method.getDeclaringClass())
                    .findFirst()
                    .orElseThrow();
            Object[] arguments = Arrays.stream(method.getGenericParameterTypes())
                    .map(this::sample)
                    .toArray();
            method.invoke(store.invoke(tx), arguments);
            return Optional.empty();
        } catch (InvocationTargetException e) {
            return Optional.of(e.getTargetException());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(method.toString(), e);
        }
    }

    private @Nullable Object sample(Type type) {
        if (type instanceof ParameterizedType generic) {
            Object one = sample(generic.getActualTypeArguments()[0]);
            Class<?> raw = (Class<?>) generic.getRawType();
            if (raw == Optional.class) {
                return Optional.ofNullable(one);
            }
            if (raw == Map.class) {
                return Map.of(one, sample(generic.getActualTypeArguments()[1]));
            }
            return raw == Set.class ? Set.of(one) : raw == List.class || raw == Collection.class ? List.of(one) : null;
        }
        Class<?> known = (Class<?>) type;
        if (samples.containsKey(known)) {
            return samples.get(known);
        }
        if (known.isEnum()) {
            return known.getEnumConstants()[0];
        }
        if (known.isRecord()) {
            return record(known);
        }
        throw new IllegalStateException("give the walk a sample of " + known);
    }

    private Object record(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return constructor.newInstance(Arrays.stream(components)
                    .map(component -> sample(component.getGenericType()))
                    .toArray());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("give the walk a sample of " + type, e);
        }
    }
}
