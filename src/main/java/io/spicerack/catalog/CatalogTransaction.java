package io.spicerack.catalog;

import java.time.Clock;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** The catalog's stores within one transaction; good only inside the lambda that it is given to, on its thread. */
public final class CatalogTransaction {
    private final Handle handle;
    private final Clock clock;

    CatalogTransaction(Handle handle, Clock clock) {
        this.handle = handle;
        this.clock = clock;
    }

    /** The wall clock's time, for what is labelled with it. */
    public Instant now() {
        return clock.instant();
    }

    public DataSourceStore dataSources() {
        return new DataSourceStore(handle, clock);
    }

    public DatabasePasswordStore databasePasswords() {
        return new DatabasePasswordStore(handle, clock);
    }

    public DestinationSealStore destinationSeals() {
        return new DestinationSealStore(handle);
    }

    public DataSetStore dataSets() {
        return new DataSetStore(handle, clock);
    }

    public DefinitionStore definitions() {
        return new DefinitionStore(handle);
    }

    public RefreshPropertiesStore refreshProperties() {
        return new RefreshPropertiesStore(handle);
    }

    public VersionContents contents() {
        return new VersionContents(handle);
    }

    public ProofStore proofs() {
        return new ProofStore(handle, clock);
    }

    public KeyRegistrationStore keys() {
        return new KeyRegistrationStore(handle);
    }

    public AnswerStore answers() {
        return new AnswerStore(handle);
    }

    public IngestionStore ingestions() {
        return new IngestionStore(handle, clock);
    }

    public DriftStore drift() {
        return new DriftStore(handle);
    }

    public GroupStore groups() {
        return new GroupStore(handle);
    }

    public VersionRecords versions() {
        return new VersionRecords(handle, clock);
    }

    public GrantRecords grants() {
        return new GrantRecords(handle);
    }

    public AllowedSecretStore secrets() {
        return new AllowedSecretStore(handle);
    }

    public PrincipalStore principals() {
        return new PrincipalStore(handle);
    }

    public PermissionStore permissions() {
        return new PermissionStore(handle);
    }

    public TagStore tags() {
        return new TagStore(handle);
    }

    public SourceBudgetStore sourceBudgets() {
        return new SourceBudgetStore(handle);
    }

    public SourcePinStore sourcePins() {
        return new SourcePinStore(handle, clock);
    }

    public SourceReadStore sourceReads() {
        return new SourceReadStore(handle);
    }

    public ScheduleStore schedules() {
        return new ScheduleStore(handle, clock);
    }

    public UsedSignatures usedSignatures() {
        return new UsedSignatures(handle);
    }

    public AuditQueue audit() {
        return new AuditQueue(handle);
    }

    public NodeStore nodes() {
        return new NodeStore(handle, clock);
    }

    public NodeIngestions nodeIngestions() {
        return new NodeIngestions(handle);
    }

    public NodeHolds holds() {
        return new NodeHolds(handle);
    }

    public KeySights keySights() {
        return new KeySights(handle);
    }

    public AuditIntents auditIntents() {
        return new AuditIntents(handle);
    }

    public TrailFiles trailFiles() {
        return new TrailFiles(handle);
    }

    public InstallationValues settings() {
        return new InstallationValues(handle);
    }
}
