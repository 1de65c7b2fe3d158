package io.spicerack.app;

import io.spicerack.catalog.record.CredentialsSource;
import io.spicerack.catalog.record.DataSourceRecord;
import io.spicerack.core.queue.RouteFiles;
import io.spicerack.core.sources.AllowedSecrets;
import io.spicerack.core.sources.CredentialsInput;
import io.spicerack.core.sources.DataSourceDefinition;
import io.spicerack.core.sources.DataSources;
import io.spicerack.core.sources.SourceBudgets;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.ResourceStatus;
import io.spicerack.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the catalog in line with what the files declare; what is as declared, and tested, is left alone. A file that is refused
 * leaves its data source as it was, and takes no other with it. One thread at a time.
 */
final class Declarations {
    private static final Logger LOGGER = LoggerFactory.getLogger(Declarations.class);

    private final AllowedSecrets allowedSecrets;
    private final DataSources dataSources;
    private final RouteFiles files;
    private final Path directory;
    private Set<String> shown = Set.of();
    private Set<String> undeclared = Set.of();

    /**
     * @param files where it is told how each file is
     * @param directory of the data sources' files
     */
    Declarations(AllowedSecrets allowedSecrets, DataSources dataSources, RouteFiles files, Path directory) {
        this.allowedSecrets = allowedSecrets;
        this.dataSources = dataSources;
        this.files = files;
        this.directory = directory;
    }

    /** Reads them all. */
    void apply(Settings settings) {
        allowedSecrets.declare(settings.allowedSecrets());
        dataSources.trusts().declareAuthorities();
        List<CatalogFiles.Read> all = new CatalogFiles(settings.all(), dataSources.types())
                .each(directory, id -> dataSources.find(id).map(DataSourceRecord::declaredIn));
        all.forEach(this::apply);
        left(all);
        Set<String> now = new HashSet<>();
        all.forEach(file -> now.add(file.file()));
        shown.stream().filter(file -> !now.contains(file)).forEach(files::removed);
        shown = now;
    }

    /** Tells of those that no file declares any more; while the folder is away, nothing is known of them. */
    private void left(List<CatalogFiles.Read> all) {
        if (!Files.isDirectory(directory)) {
            return;
        }
        Set<DataSourceId> declared = new HashSet<>();
        Set<String> refused = new HashSet<>();
        all.forEach(file -> file.declared()
                .ifPresentOrElse(
                        each -> declared.add(each.definition().id()),
                        () -> refused.add(file.file().replaceFirst(".*/", ""))));
        dataSources.declared().are(declared, refused);
        Set<String> now = new TreeSet<>();
        dataSources.list().forEach(source -> dataSources.declared().left(source).ifPresent(now::add));
        now.stream().filter(why -> !undeclared.contains(why)).forEach(why -> LOGGER.atWarn()
                .addKeyValue("reason", why)
                .log("a data source is left without its file"));
        undeclared = now;
    }

    private void apply(CatalogFiles.Read file) {
        String why = file.declared().isPresent() ? applied(file.declared().get()) : file.why();
        if (why.isEmpty()) {
            files.live(file.file(), List.of());
        } else if (files.all().stream()
                .noneMatch(line -> line.file().equals(file.file()) && line.why().equals(why))) {
            LOGGER.atError()
                    .addKeyValue("file", file.file())
                    .addKeyValue("reason", why)
                    .log("the file of a data source is refused: what it declared before goes on; mend it");
            files.refusedDataSource(file.file(), why);
        }
    }

    /** Why it cannot be; empty where it is as declared. */
    private String applied(CatalogFiles.Declared declared) {
        try {
            apply(declared);
            return "";
        } catch (IllegalArgumentException | IllegalStateException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private void apply(CatalogFiles.Declared declared) {
        // before its connection is tested
        boolean trust = dataSources.trusts().declare(declared.definition().id(), declared.trust());
        dataSources.connections().declareTypes(declared.definition().id(), declared.types());
        applyDefinition(declared, trust);
        SourceBudgets budgets = dataSources.budgets();
        budgets.declare(declared.definition().id(), declared.budget());
    }

    private void applyDefinition(CatalogFiles.Declared declared, boolean anew) {
        Optional<DataSourceRecord> known =
                dataSources.find(declared.definition().id());
        if (known.isEmpty()) {
            dataSources.create(declared.definition(), declared.credentials());
        } else if (anew
                || !same(known.get(), declared)
                || untested(known.get())
                || !dataSources.isGenuine(known.get())) {
            dataSources.update(declared.definition(), declared.credentials());
        } else if (known.get().status() == ResourceStatus.CREATION_FAILED
                || known.get().status() == ResourceStatus.UPDATE_FAILED) {
            // what was wrong may have been mended elsewhere: at the database, in the secret
            dataSources.retest(declared.definition().id());
        }
    }

    /** A stop came before the connection test's end. */
    private static boolean untested(DataSourceRecord known) {
        return known.status() == ResourceStatus.CREATION_IN_PROGRESS
                || known.status() == ResourceStatus.UPDATE_IN_PROGRESS;
    }

    private static boolean same(DataSourceRecord known, CatalogFiles.Declared declared) {
        DataSourceDefinition asKnown = new DataSourceDefinition(
                known.id(),
                known.name(),
                known.type(),
                known.host(),
                known.port(),
                known.database(),
                known.ssl(),
                known.vpcConnectionArn(),
                known.declaredIn());
        return asKnown.equals(declared.definition()) && same(known.credentials(), declared.credentials());
    }

    private static boolean same(CredentialsSource known, CredentialsInput declared) {
        if (known instanceof CredentialsSource.RdsUser rds) {
            return declared instanceof CredentialsInput.RdsUser given
                    && rds.user().equals(given.user());
        }
        return known instanceof CredentialsSource.InSecret in
                && declared instanceof CredentialsInput.SecretArn given
                && in.secret().equals(given.secret());
    }
}
