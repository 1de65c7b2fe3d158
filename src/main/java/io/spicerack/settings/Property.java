package io.spicerack.settings;

import io.spicerack.core.sources.Egress;
import io.spicerack.routes.Allowance;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Every property that {@code config/application.properties} may hold, with its default and what it is: docs/configuration.md
 * and the start-up check come from here.
 */
public enum Property {
    DATA_DIRECTORY(
            "spicerack.data-directory",
            "",
            "where catalog, data sets and audit log files are, from the directory of the launcher; empty for spicerack-data"
                    + " beside an installation, and data in a source checkout"),
    CATALOG(
            "spicerack.catalog",
            "",
            "the PostgreSQL database (16 or newer) that has the catalog: jdbc:postgresql://HOST:PORT/DATABASE; empty for a file of"
                    + " SQLite in the data directory"),
    CATALOG_SECRET(
            "spicerack.catalog.secret",
            "",
            "ARN of the secret with the username and password for spicerack.catalog; a password stands nowhere else"),
    CATALOG_TLS(
            "spicerack.catalog.tls",
            "verify-full",
            "verify-full, by the authorities of the JVM and of spicerack.source.authorities; or off, for a server on this"
                    + " machine alone"),
    NODES(
            "spicerack.nodes",
            "one",
            "one: this process alone uses the catalog; standby: one of several that use it in turn; or together: one of"
                    + " several that work at once (docs/operations.md, Several nodes)"),
    ACCOUNT_ID("spicerack.account-id", "", "12 digits; required"),
    REGION("spicerack.region", "", "AWS Region of the keys, the secrets and the data sets; required"),
    KEY_PROVIDER(
            "spicerack.key-provider",
            "kms",
            "who has the keys that protect data: kms, or a provider that was built in (CONTRIBUTING.md)"),
    SERVICE_OWNED_KEY(
            "spicerack.service-owned-key",
            "",
            "key that seals data while no default key is registered, as its provider names it (kms: key ARN); required"),
    SERVICE_ROLE(
            "spicerack.service-role",
            "",
            "ARN of the role that the service runs as, grantee of its grants; required where the provider of keys makes"
                    + " grants, as kms does"),
    AWS_ENDPOINT("spicerack.aws.endpoint", "", "URL of a stand-in for AWS; empty for real AWS"),
    AWS_CALL_TIMEOUT(
            "spicerack.aws.call-timeout",
            "10s",
            "the most that one call to AWS may take, retries included",
            new Bounds("100ms", "5m")),
    SECRETS_ALLOWED(
            "spicerack.secrets.allowed",
            "",
            "secret ARNs that data sources may use, separated by commas; ARN to HOST:PORT HOST:PORT/plain for those"
                    + " servers alone"),
    DATA_KEY_LIFETIME("spicerack.data-key-lifetime", "60s", "how long a disabled key may still open data; 1s to 15m"),
    KEY_WATCH_PERIOD(
            "spicerack.key-watch.period",
            "5s",
            "how often the state of every key in use is looked at",
            new Bounds("100ms", "15m")),
    DRILL_KEY(
            "spicerack.drill.key",
            "",
            "key that drills may disable, as its provider names it (kms: key ARN); it must seal nothing else; empty for no"
                    + " drills"),
    ROUTES_ALLOW(
            "spicerack.routes.allow",
            Allowance.DEFAULT,
            "what files of routes/ may use beyond a data set's own steps, separated by commas: direct:NAME a shared route,"
                    + " bean:NAME a row step, reconcile:off, or a Camel component; each is said at start and on record"),
    ROUTES_PLACEHOLDERS(
            "spicerack.routes.placeholders",
            "",
            "properties that files of routes/ may write as {{name}}, separated by commas; never one that is secret"),
    FILE_WATCH_PERIOD(
            "spicerack.file-watch.period",
            "1s",
            "how often routes/, config/catalog/ and spicerack.secrets.allowed are looked at: what two looks in a row have seen"
                    + " changed takes effect without a restart; 0s for at the start alone",
            new Bounds("0s", "1h")),
    REFRESH_CONCURRENT(
            "spicerack.refresh.concurrent", "2", "how many refreshes run at the same time", new Bounds("1", "64")),
    REFRESH_DRAIN_TIMEOUT(
            "spicerack.refresh.drain-timeout",
            "45s",
            "how long a stop waits for refreshes before it discards them",
            new Bounds("0s", "1h")),
    RECONCILE(
            "spicerack.reconcile",
            "auto",
            "auto, off, counts or values: how a version is compared with its source before it is published; auto is by value"
                    + " where something has changed that could bend values, else by counts"),
    RECONCILE_VALUES_EVERY(
            "spicerack.reconcile.values-every",
            "20",
            "with auto, one of so many refreshes is compared by value though nothing has changed",
            new Bounds("1", "10000")),
    STORE(
            "spicerack.store",
            "",
            "where sealed versions lie: s3://BUCKET/PREFIX, which is this installation's alone; empty for store/ in the data"
                    + " directory"),
    STORE_ZSTD_LEVEL("spicerack.store.zstd-level", "1", "how hard sealed files are compressed, 1 to 19; 1 is fastest"),
    SOURCE_CONNECT_TIMEOUT(
            "spicerack.source.connect-timeout",
            "10s",
            "the most that connecting to a source may take",
            new Bounds("1s", "10m")),
    SOURCE_STATEMENT_TIMEOUT(
            "spicerack.source.statement-timeout", "0s", "the longest query; 0s for no limit", new Bounds("0s", "168h")),
    SOURCE_IDLE_TIMEOUT(
            "spicerack.source.idle-timeout",
            "5m",
            "how long a source may send nothing, or count",
            new Bounds("1s", "24h")),
    SOURCE_CONNECTIONS(
            "spicerack.source.connections", "2", "the most connections that read one data set at a time; 1 to 16"),
    SOURCE_TRIES(
            "spicerack.source.tries", "3", "how often a refresh begins in all when its connection breaks; 1 to 10"),
    SOURCE_LONGEST_TRANSACTION(
            "spicerack.source.budget.longest-transaction",
            "0s",
            "the longest that a source's snapshot is kept open; 0s for no limit",
            new Bounds("0s", "168h")),
    SOURCE_MOST_CONNECTIONS(
            "spicerack.source.budget.connections",
            "0",
            "the most connections to one data source at a time, for all data sets; 0 for no limit",
            new Bounds("0", "1000")),
    SOURCE_RATE(
            "spicerack.source.budget.megabytes-per-second",
            "0",
            "the most MB/s read from one data source, over all connections; 0 for no limit"),
    SOURCE_REPLICA_LAG(
            "spicerack.source.budget.replica-lag",
            "0s",
            "a replica that is further behind is not read; 0s for no limit",
            new Bounds("0s", "168h")),
    SOURCE_REFUSED_NETWORKS(
            "spicerack.source.refused-networks",
            Egress.DEFAULT,
            "networks where no data source may be, separated by commas; 127.0.0.0/8,::1/128 beside them keeps data sources"
                    + " off this machine"),
    SOURCE_DRIFT(
            "spicerack.source.drift",
            "fail",
            "fail, adapt-widening or adapt: columns that differ from the current version's"),
    SOURCE_WIDE_NUMERIC(
            "spicerack.source.wide-numeric",
            "text",
            "text, refuse or decimal(38,s): numbers above 38 digits or of no fixed precision"),
    SOURCE_ROW(
            "spicerack.source.row-megabytes",
            "16",
            "the largest row that is read from a source, and the largest text that an expression makes, in MiB; 1 to 256;"
                    + " it is in memory some eight times"),
    SOURCE_ZERO_DATE("spicerack.source.zero-date", "null", "null or refuse: MySQL's 0000-00-00"),
    SOURCE_TINY_INT_ONE("spicerack.source.tiny-int-one", "boolean", "boolean or integer: MySQL's TINYINT(1)"),
    SOURCE_AUTHORITIES(
            "spicerack.source.authorities",
            "authorities",
            "file or folder of PEM below config/: authorities that may sign servers' certificates, beside the JVM's"),
    AUDIT_DIRECTORY(
            "spicerack.audit.directory", "", "where audit log files go; empty for audit/ in the data directory"),
    AUDIT_TRAIL("spicerack.audit.trail", "spicerack", "name of the trail, as CloudTrail's tools are given it"),
    AUDIT_BUCKET(
            "spicerack.audit.bucket",
            "",
            "bucket that digest files say the log files are in; empty for spicerack-audit- and the account id"),
    AUDIT_SIGNING_KEY(
            "spicerack.audit.signing-key",
            "",
            "RSA key of KMS that signs digest files; empty for a key file in the data directory"),
    AUDIT_RETENTION(
            "spicerack.audit.retention",
            "0s",
            "how long searches find records that every sink has got; 0s for ever, else at least 24h",
            new Bounds("0s", "87600h")),
    AUDIT_KEY_WATCH(
            "spicerack.audit.key-watch",
            "all",
            "all or changes: which looks of the key watch are on record; changes are those that saw something else"),
    AUDIT_KEY_WATCH_RETENTION(
            "spicerack.audit.key-watch.retention",
            "48h",
            "how long searches find looks at keys that went well; at least 1h",
            new Bounds("1h", "87600h")),
    AUDIT_S3_ENABLED("spicerack.audit.s3.enabled", "false", "true or false: bring the log files to the bucket as well"),
    AUDIT_KAFKA_ENABLED("spicerack.audit.kafka.enabled", "false", "true or false: bring each record to Kafka"),
    AUDIT_KAFKA_BROKERS("spicerack.audit.kafka.brokers", "localhost:9092", "Kafka brokers, separated by commas"),
    AUDIT_KAFKA_TOPIC("spicerack.audit.kafka.topic", "spicerack-audit", "topic of the records"),
    AUDIT_LAKE_ENABLED("spicerack.audit.lake.enabled", "false", "true or false: bring each record to CloudTrail Lake"),
    AUDIT_LAKE_CHANNEL("spicerack.audit.lake.channel-arn", "", "ARN of the channel of CloudTrail Lake"),
    ALERTS_SNS_ENABLED(
            "spicerack.alerts.sns.enabled", "false", "true or false: push what went wrong to a topic of SNS"),
    ALERTS_SNS_TOPIC("spicerack.alerts.sns.topic-arn", "", "ARN of that topic"),
    ALERTS_WEBHOOK_ENABLED("spicerack.alerts.webhook.enabled", "false", "true or false: POST what went wrong to a URL"),
    ALERTS_WEBHOOK_URL(
            "spicerack.alerts.webhook.url",
            "",
            "that URL; where it is a secret itself, give it by the environment (SPICERACK_ALERTS_WEBHOOK_URL)"),
    ALERTS_MAIL_ENABLED("spicerack.alerts.mail.enabled", "false", "true or false: mail what went wrong"),
    ALERTS_MAIL_SERVER(
            "spicerack.alerts.mail.server",
            "smtp:localhost:25",
            "the mail server, as a Camel URI: smtp:HOST:PORT, or smtps:HOST:PORT with TLS"),
    ALERTS_MAIL_FROM("spicerack.alerts.mail.from", "spicerack@localhost", "the sender's address"),
    ALERTS_MAIL_TO("spicerack.alerts.mail.to", "", "addresses that get it, separated by commas"),
    MANAGEMENT_HOST("spicerack.management.host", "127.0.0.1", "address of the management port"),
    MANAGEMENT_PORT(
            "spicerack.management.port", "8077", "port for health, status and the commands; 0 for any free one"),
    MANAGEMENT_READERS(
            "spicerack.management.readers",
            "32",
            "how many may read rows at a time over the management port; 1 to 1000"),
    MANAGEMENT_READER_MEGABYTES(
            "spicerack.management.reader-megabytes",
            "128",
            "the most MB of decoded rows that all of them hold; at least 16, and a part of the heap",
            new Bounds("16", "16384")),
    MANAGEMENT_TAKE_TIMEOUT(
            "spicerack.management.take-timeout",
            "10m",
            "how long a client may take nothing of its rows before it is cut; 1s to 1h"),
    MANAGEMENT_METRICS_TOKEN(
            "spicerack.management.metrics-token-file",
            "",
            "file with the token that opens GET /metrics alone, for whoever scrapes; it is made where it is not there, and"
                    + " stays; empty for metrics.token in the data directory"),
    MANAGEMENT_HAWTIO(
            "spicerack.management.hawtio",
            "loopback",
            "who is served Hawtio, at /hawtio/ of the management port: loopback this machine alone, everywhere whoever reaches"
                    + " the port, or off"),
    API_HOST("spicerack.api.host", "127.0.0.1", "address of the QuickSight API"),
    API_PORT("spicerack.api.port", "8076", "port of the QuickSight API; 0 for any free one"),
    API_REQUEST_TIMEOUT(
            "spicerack.api.request-timeout",
            "30s",
            "until a client's request has to be there whole; 100ms to 10m. An idle connection is closed after as long"),
    API_MANUAL_REFRESHES(
            "spicerack.api.manual-refreshes",
            "32",
            "how often CreateIngestion may refresh one data set in any 24 hours; 0 for no limit",
            new Bounds("0", "100000")),
    TELEMETRY_TRACES(
            "spicerack.telemetry.traces",
            "",
            "where a collector takes OpenTelemetry's traces, OTLP over HTTP, such as http://127.0.0.1:4318/v1/traces; empty"
                    + " for nowhere"),
    TELEMETRY_LINEAGE(
            "spicerack.telemetry.lineage",
            "",
            "where OpenLineage's events are taken, such as http://127.0.0.1:5000/api/v1/lineage; empty for nowhere"),
    JMX_HOST("spicerack.jmx.host", "127.0.0.1", "address of the JMX port, as its clients reach it"),
    JMX_PORT(
            "spicerack.jmx.port",
            "",
            "port for JMX's clients (docs/operations.md), over TLS alone; 0 for any free one, empty for none"),
    JMX_CERTIFICATE(
            "spicerack.jmx.certificate",
            "",
            "file of PEM below config/: the JMX port's certificate, then those that signed it"),
    JMX_CERTIFICATE_KEY(
            "spicerack.jmx.certificate-key",
            "",
            "file of PEM below config/: the private key of that certificate (PKCS #8)"),
    SQL_HOST(
            "spicerack.sql.host",
            "127.0.0.1",
            "address of the SQL port; any but one of this machine alone needs a certificate"),
    SQL_PORT(
            "spicerack.sql.port",
            "",
            "port for PostgreSQL's clients (docs/sql.md); 0 for any free one, empty for none"),
    SQL_CERTIFICATE(
            "spicerack.sql.certificate",
            "",
            "file of PEM below config/: the SQL port's certificate, then those that signed it; then nobody is let in without"
                    + " TLS"),
    SQL_CERTIFICATE_KEY(
            "spicerack.sql.certificate-key",
            "",
            "file of PEM below config/: the private key of that certificate (PKCS #8)"),
    SQL_CONNECTIONS(
            "spicerack.sql.connections", "100", "the most connections to the SQL port", new Bounds("1", "10000")),
    SQL_PER_PRINCIPAL(
            "spicerack.sql.connections-per-principal",
            "20",
            "the most of those that one principal has",
            new Bounds("1", "10000")),
    SQL_STATEMENTS(
            "spicerack.sql.statements", "8", "how many statements run at a time; more wait", new Bounds("1", "256")),
    SQL_MESSAGE(
            "spicerack.sql.message-kilobytes",
            "1024",
            "the largest message of a client, in KiB: a statement with its parameters",
            new Bounds("16", "65536")),
    SQL_ROWS(
            "spicerack.sql.rows",
            "0",
            "the most rows that one answer may have; 0 for no limit",
            new Bounds("0", "900000000")),
    SQL_STATEMENT_TIMEOUT(
            "spicerack.sql.statement-timeout",
            "5m",
            "the longest that a statement may take, until its last row is taken; 0s for no limit",
            new Bounds("0s", "24h")),
    SQL_IDLE_TIMEOUT(
            "spicerack.sql.idle-timeout",
            "30m",
            "how long a client may ask for nothing before it is cut",
            new Bounds("1s", "168h")),
    SQL_TAKE_TIMEOUT(
            "spicerack.sql.take-timeout",
            "1m",
            "how long a client may take nothing of its rows before it is cut",
            new Bounds("1s", "1h")),
    SQL_KEPT(
            "spicerack.sql.kept-data-sets",
            "16",
            "the most data sets that stay open between two queries, while KMS's word on their keys holds; 0 for none",
            new Bounds("0", "1000")),
    SQL_WORKERS(
            "spicerack.sql.workers",
            "4",
            "the most worker processes that compute statements; each is of one principal",
            new Bounds("1", "64")),
    SQL_WORKER_IDLE("spicerack.sql.worker-idle", "10m", "how long an idle worker is kept", new Bounds("1s", "24h")),
    SQL_THREADS("spicerack.sql.threads", "2", "threads that compute one statement", new Bounds("1", "256")),
    SQL_MEMORY(
            "spicerack.sql.memory-megabytes",
            "512",
            "memory of one statement in its worker, in MiB; what needs more is refused, and nothing is written to disk",
            new Bounds("64", "65536")),
    SQL_HEAP("spicerack.sql.heap-megabytes", "384", "heap of a worker's JVM, in MiB", new Bounds("64", "65536")),
    FLIGHT_HOST("spicerack.flight.host", "127.0.0.1", "address of the Flight port, as spicerack.sql.host"),
    FLIGHT_PORT(
            "spicerack.flight.port", "", "port for Arrow Flight SQL (docs/sql.md); 0 for any free one, empty for none"),
    FLIGHT_CERTIFICATE("spicerack.flight.certificate", "", "as spicerack.sql.certificate; then it speaks TLS alone"),
    FLIGHT_CERTIFICATE_KEY("spicerack.flight.certificate-key", "", "as spicerack.sql.certificate-key"),
    FLIGHT_TOKEN_LIFETIME("spicerack.flight.token-lifetime", "12h", "the longest log-in", new Bounds("1m", "168h")),
    FLIGHT_MEMORY("spicerack.flight.memory-megabytes", "64", "memory off the heap, in MiB", new Bounds("16", "65536")),
    EMBEDDED_AWS_PORT("spicerack.embedded.aws-port", "4566", "port of the embedded AWS; 0 for any free one"),
    EMBEDDED_POSTGRES_PORT(
            "spicerack.embedded.postgres-port", "15432", "port of the embedded PostgreSQL; 0 for any free one"),
    EMBEDDED_MARIADB_PORT(
            "spicerack.embedded.mariadb-port", "13306", "port of the embedded MariaDB; 0 for any free one");

    private final String key;
    private final String fallback;
    private final String text;

    /** A record of two texts. */
    @SuppressWarnings("ImmutableEnumChecker")
    private final @Nullable Bounds bounds;

    Property(String key, String fallback, String text) {
        this(key, fallback, text, null);
    }

    Property(String key, String fallback, String text, @Nullable Bounds bounds) {
        this.key = key;
        this.fallback = fallback;
        this.text = bounds == null ? text : text + " (" + bounds.words() + ")";
        this.bounds = bounds;
    }

    /** Empty where what reads it says what it may be. */
    Optional<Bounds> bounds() {
        return Optional.ofNullable(bounds);
    }

    public String key() {
        return key;
    }

    public String fallback() {
        return fallback;
    }

    String text() {
        return text;
    }

    static Optional<Property> of(String key) {
        return Arrays.stream(values())
                .filter(property -> property.key.equals(key))
                .findFirst();
    }
}
