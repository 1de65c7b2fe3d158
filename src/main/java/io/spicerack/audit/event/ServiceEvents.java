package io.spicerack.audit.event;

import static io.spicerack.audit.event.EventBuilder.members;

import io.spicerack.model.Account;
import io.spicerack.model.Arn;
import io.spicerack.model.AuditRecord;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.ErrorInfo;
import io.spicerack.model.IngestionId;
import io.spicerack.model.KeyReference;
import io.spicerack.model.KeyState;
import io.spicerack.model.RequestSource;
import io.spicerack.model.RequestType;
import io.spicerack.model.RowInfo;
import io.spicerack.model.Sha256;
import io.spicerack.model.VersionId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the service did by itself (AwsServiceEvent); QueryDatabase is QuickSight's, the other names are Spicerack's own. */
public final class ServiceEvents {
    private final EventBuilder.Beginning events;
    private final Account account;

    ServiceEvents(EventBuilder.Beginning events, Account account) {
        this.events = events;
        this.account = account;
    }

    /** The SQL is recorded as its SHA-256 alone: a query may hold values of patients. */
    public AuditRecord queryDatabase(SourceStatement statement, long rows, Duration took, Outcome outcome) {
        Map<String, Object> asked = members(
                "dataSourceArn", account.dataSource(statement.dataSource()).toString());
        Arn about = account.dataSource(statement.dataSource());
        if (statement.dataSet() != null) {
            about = account.dataSet(statement.dataSet());
            asked.put("dataSetArn", about.toString());
        }
        if (statement.sql() != null) {
            asked.put("sqlSha256", Sha256.hex(statement.sql()));
        }
        if (statement.purpose() != null) {
            asked.put("purpose", statement.purpose());
        }
        if (statement.rowsSince() != null) {
            asked.put("rowsSince", statement.rowsSince().toString());
        }
        return event(Caller.SERVICE, "QueryDatabase")
                .about(about)
                .outcome(outcome)
                .readOnly()
                .serviceDetails(asked, members("rows", rows, "durationMillis", took.toMillis()))
                .build();
    }

    /** A connection test has found that the user of a data source may do more than read. */
    public AuditRecord reportDataSourceUser(DataSourceId dataSource, String mayChange) {
        Arn about = account.dataSource(dataSource);
        return event(Caller.SERVICE, "ReportDataSourceUser")
                .about(about)
                .outcome(Outcome.SUCCESS)
                .readOnly()
                .serviceDetails(members("dataSourceArn", about.toString()), members("user", mayChange))
                .build();
    }

    /** A token was made with which a connection logs in by IAM; CloudTrail has none of these. */
    public AuditRecord makeLoginToken(DataSourceId dataSource, Arn user, String host, int port) {
        Arn about = account.dataSource(dataSource);
        return event(Caller.SERVICE, "MakeLoginToken")
                .about(about)
                .outcome(Outcome.SUCCESS)
                .readOnly()
                .serviceDetails(
                        members("dataSourceArn", about.toString(), "databaseUserArn", user.toString()),
                        members("host", host, "port", port))
                .build();
    }

    /** A connection is about to go through an SSH server. */
    public AuditRecord openTunnel(DataSourceId dataSource, String host, int port, String user, String hostKey) {
        Arn about = account.dataSource(dataSource);
        return event(Caller.SERVICE, "OpenTunnel")
                .about(about)
                .readOnly()
                .serviceDetails(
                        members("dataSourceArn", about.toString()),
                        members("host", host, "port", port, "user", user, "hostKey", hostKey))
                .build();
    }

    public AuditRecord startIngestion(DataSetId dataSet, IngestionId id, RequestType type, RequestSource source) {
        return done(Caller.SERVICE, "StartIngestion", dataSet, Outcome.SUCCESS)
                .serviceDetails(
                        ingestion(dataSet, id), members("requestType", type.name(), "requestSource", source.name()))
                .build();
    }

    /** The bytes are the sealed bytes of the version. */
    public AuditRecord completeIngestion(
            DataSetId dataSet, IngestionId id, RowInfo rows, long bytes, VersionId version) {
        return done(Caller.SERVICE, "CompleteIngestion", dataSet, Outcome.SUCCESS)
                .serviceDetails(
                        ingestion(dataSet, id),
                        members(
                                "rowsIngested", rows.rowsIngested(),
                                "rowsDropped", rows.rowsDropped(),
                                "totalRowsInDataset", rows.totalRowsInDataset(),
                                "sealedBytes", bytes,
                                "versionId", version.value()))
                .build();
    }

    public AuditRecord failIngestion(DataSetId dataSet, IngestionId id, ErrorInfo error) {
        Outcome failure = new Outcome.Failure(error.type().name(), error.message());
        return done(Caller.SERVICE, "FailIngestion", dataSet, failure)
                .serviceDetails(
                        ingestion(dataSet, id),
                        members("errorType", error.type().name()))
                .build();
    }

    /** A schedule of a route fires for times that passed. */
    public AuditRecord catchUpSchedule(String schedule, List<Instant> missed, String why) {
        return event(Caller.SERVICE, "CatchUpSchedule")
                .outcome(Outcome.SUCCESS)
                .serviceDetails(
                        members("schedule", schedule, "reason", why),
                        members(
                                "times", missed.size(),
                                "first", missed.get(0).toString(),
                                "last", missed.get(missed.size() - 1).toString()))
                .build();
    }

    /** Nothing was read, since the source answered as it did when {@code current} was read. */
    public AuditRecord skipIngestion(DataSetId dataSet, IngestionId id, VersionId current, String why) {
        return done(Caller.SERVICE, "SkipIngestion", dataSet, Outcome.SUCCESS)
                .serviceDetails(ingestion(dataSet, id), members("currentVersionId", current.value(), "reason", why))
                .build();
    }

    /** The manifest's hex digest stands for all files of the version, which the manifest binds. */
    public AuditRecord publishDataSetVersion(
            DataSetId dataSet, VersionId version, KeyReference key, String manifestSha256) {
        return done(Caller.SERVICE, "PublishDataSetVersion", dataSet, Outcome.SUCCESS)
                .key(key)
                .serviceDetails(version(dataSet, version, key), members("manifestSha256", manifestSha256))
                .build();
    }

    /** The version's data key is under another key from now on; data and data key are the same. */
    public AuditRecord rewrapDataSetVersion(
            Caller caller,
            DataSetId dataSet,
            VersionId version,
            KeyReference from,
            KeyReference to,
            String manifestSha256) {
        return done(caller, "RewrapDataSetVersion", dataSet, Outcome.SUCCESS)
                .key(to)
                .formerKey(from)
                .serviceDetails(
                        version(dataSet, version, to),
                        members("previousKeyId", from.toString(), "manifestSha256", manifestSha256))
                .build();
    }

    /** The credential pair of a data source is under another key from now on. */
    public AuditRecord rewrapCredentials(Caller caller, DataSourceId dataSource, KeyReference from, KeyReference to) {
        return event(caller, "RewrapCredentials")
                .about(account.dataSource(dataSource))
                .key(to)
                .formerKey(from)
                .serviceDetails(
                        members("dataSourceArn", account.dataSource(dataSource).toString(), "keyId", to.toString()),
                        members("previousKeyId", from.toString()))
                .build();
    }

    /** How much is logged of a part of the service. */
    public AuditRecord changeLogLevel(Caller caller, String room, String level, Instant until) {
        return event(caller, "ChangeLogLevel")
                .serviceDetails(members("room", room, "level", level, "until", until.toString()), members())
                .build();
    }

    /** Callers who were not let in, as many as came since the record before; some of the addresses that they came from. */
    public AuditRecord refuseCallers(String port, String reason, long count, List<String> peers) {
        return event(Caller.SERVICE, "RefuseCallers")
                .outcome(new Outcome.Failure(reason, null))
                .serviceDetails(members("port", port), members("count", count, "sourceIPAddresses", peers))
                .build();
    }

    /**
     * Data sources were not connected to.
     *
     * @param dataSources some of them
     */
    public AuditRecord refuseConnections(String reason, long count, List<String> dataSources) {
        return event(Caller.SERVICE, "RefuseConnections")
                .outcome(new Outcome.Failure(reason, null))
                .serviceDetails(members(), members("count", count, "dataSourceIds", dataSources))
                .build();
    }

    /** Data sources from before they were sealed are taken as the catalog has them. */
    public AuditRecord adoptDataSources(List<DataSourceId> dataSources) {
        List<String> arns = dataSources.stream()
                .map(id -> account.dataSource(id).toString())
                .toList();
        return event(Caller.SERVICE, "AdoptDataSources")
                .serviceDetails(members("dataSourceArns", arns), members())
                .build();
    }

    /**
     * The operator's route files as the service has started them, and what it allows the data engineers' ones beyond the
     * default, in words.
     */
    public AuditRecord loadSystemRoutes(Map<String, String> sha256, List<String> allowed) {
        return event(Caller.SERVICE, "LoadSystemRoutes")
                .serviceDetails(members("files", digests(sha256)), members("allowed", allowed))
                .build();
    }

    /**
     * What runs of a data engineer's route file in the place of what ran before.
     *
     * @param owner of the file, as the machine knows it
     * @param before SHA-256 by file of what ran: the route file and the queries that it names; empty where nothing did
     * @param after the same of what runs now; empty where nothing does
     */
    public AuditRecord deployRouteFile(
            String file,
            String owner,
            Map<String, String> before,
            Map<String, String> after,
            List<DataSetId> dataSets) {
        List<String> arns =
                dataSets.stream().map(id -> account.dataSet(id).toString()).toList();
        return event(Caller.SERVICE, after.isEmpty() ? "RemoveRouteFile" : "DeployRouteFile")
                .serviceDetails(
                        members("file", file, "fileOwner", owner, "dataSetArns", arns),
                        members("before", digests(before), "after", digests(after)))
                .build();
    }

    private static List<Map<String, Object>> digests(Map<String, String> sha256) {
        return new TreeMap<>(sha256)
                .entrySet().stream()
                        .map(file -> members("file", file.getKey(), "sha256", file.getValue()))
                        .toList();
    }

    /** A data engineer's route file is not served; the message has its faults. */
    public AuditRecord refuseRouteFile(String file, List<DataSetId> dataSets, String why) {
        List<String> arns =
                dataSets.stream().map(id -> account.dataSet(id).toString()).toList();
        return event(Caller.SERVICE, "RefuseRouteFile")
                .outcome(new Outcome.Failure("RouteFileRefused", why))
                .serviceDetails(members("file", file), members("dataSetArns", arns))
                .build();
    }

    /** The file of a data source is not taken up; the message says why. */
    public AuditRecord refuseDataSourceFile(String file, String why) {
        return event(Caller.SERVICE, "RefuseDataSourceFile")
                .outcome(new Outcome.Failure("DataSourceFileRefused", why))
                .serviceDetails(members("file", file), members())
                .build();
    }

    /**
     * A read of the data set, or one that was refused.
     *
     * @param policies what rules keep back from the reader: rows, columns or nothing
     */
    public AuditRecord openDataSet(
            Caller reader,
            DataSetId dataSet,
            VersionId version,
            KeyReference key,
            List<String> policies,
            Outcome outcome) {
        return done(reader, "OpenDataSet", dataSet, outcome)
                .readOnly()
                .key(key)
                .serviceDetails(policed(version(dataSet, version, key), policies), members())
                .build();
    }

    /** Says that rules applied, where they did. */
    private static Map<String, Object> policed(Map<String, Object> members, List<String> policies) {
        if (!policies.isEmpty()) {
            members.put("policies", policies);
        }
        return members;
    }

    /** A statement of the SQL port read a data set. The SQL is recorded as its SHA-256 alone: it may hold values of patients. */
    public AuditRecord queryDataSet(Caller reader, DataSetQuery query, long rows, Duration took, Outcome outcome) {
        Map<String, Object> asked = version(query.dataSet(), query.version(), query.key());
        asked.putAll(query.details());
        return done(reader, "QueryDataSet", query.dataSet(), outcome)
                .readOnly()
                .key(query.key())
                .serviceDetails(
                        policed(asked, query.policies()), members("rows", rows, "durationMillis", took.toMillis()))
                .build();
    }

    public AuditRecord deleteDataSetVersion(DataSetId dataSet, VersionId version, KeyReference key) {
        return done(Caller.SERVICE, "DeleteDataSetVersion", dataSet, Outcome.SUCCESS)
                .key(key)
                .serviceDetails(version(dataSet, version, key), members())
                .build();
    }

    /** The service saw that a key which protects live data changed its state. */
    public AuditRecord keyStateChange(KeyReference key, KeyState from, KeyState to) {
        return event(Caller.SERVICE, "KeyStateChange")
                .key(key)
                .serviceDetails(
                        members("keyId", key.toString()),
                        members("previousKeyState", from.name(), "keyState", to.name()))
                .build();
    }

    /** The key was revoked on purpose; {@code readersCut} reads that were open under it were ended. */
    public AuditRecord lockDown(Caller caller, KeyReference key, int readersCut) {
        return event(caller, "LockDown")
                .key(key)
                .serviceDetails(members("keyId", key.toString()), members("readersCut", readersCut))
                .build();
    }

    /** A lock-down was undone. */
    public AuditRecord unlock(Caller caller, KeyReference key) {
        return event(caller, "Unlock")
                .key(key)
                .serviceDetails(members("keyId", key.toString()), members())
                .build();
    }

    /** What a revocation drill measured on the canary data set, in milliseconds from the disabling to the denial. */
    public AuditRecord revocationDrill(
            Caller caller, DataSetId canary, KeyReference key, Map<String, Object> measured) {
        return done(caller, "RevocationDrill", canary, Outcome.SUCCESS)
                .key(key)
                .serviceDetails(
                        members("dataSetArn", account.dataSet(canary).toString(), "keyId", key.toString()), measured)
                .build();
    }

    /** From now on digest files are signed with this key. */
    public AuditRecord rotateDigestKey(String fingerprint) {
        return event(Caller.SERVICE, "RotateDigestKey")
                .serviceDetails(members(), members("digestPublicKeyFingerprint", fingerprint))
                .build();
    }

    /** Of a change of keys whose end nobody can tell: the next digest file says which key signs. */
    public AuditRecord rotateDigestKeyFailed(Outcome.Failure failure) {
        return event(Caller.SERVICE, "RotateDigestKey")
                .outcome(failure)
                .serviceDetails(members(), members())
                .build();
    }

    private EventBuilder done(Caller caller, String name, DataSetId dataSet, Outcome outcome) {
        return event(caller, name).about(account.dataSet(dataSet)).outcome(outcome);
    }

    private EventBuilder event(Caller caller, String name) {
        return events.begin(caller, "quicksight.amazonaws.com", name);
    }

    private Map<String, Object> ingestion(DataSetId dataSet, IngestionId id) {
        return members(
                "dataSetArn", account.dataSet(dataSet).toString(),
                "ingestionArn", account.ingestion(dataSet, id).toString());
    }

    private Map<String, Object> version(DataSetId dataSet, VersionId version, KeyReference key) {
        return members(
                "dataSetArn", account.dataSet(dataSet).toString(),
                "versionId", version.value(),
                "keyId", key.toString());
    }
}
