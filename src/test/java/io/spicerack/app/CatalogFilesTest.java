package io.spicerack.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.catalog.record.DatabaseUser;
import io.spicerack.core.sources.CredentialsInput;
import io.spicerack.core.sources.Databases;
import io.spicerack.core.sources.DeclaredTrust;
import io.spicerack.core.sources.DeclaredTunnel;
import io.spicerack.model.Account;
import io.spicerack.model.Arn;
import io.spicerack.model.DataSourceType;
import io.spicerack.model.SourceBudget;
import io.spicerack.settings.Settings;
import io.spicerack.settings.SettingsException;
import io.spicerack.source.TypeChoices;
import io.spicerack.source.TypeRules;
import io.spicerack.tls.Authorities;
import io.spicerack.tls.TlsFiles;
import io.spicerack.tunnel.SshServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogFilesTest {
    private static final String GOOD =
            """
            DataSourceId: shop
            Name: The shop
            Type: POSTGRESQL
            DataSourceParameters:
              PostgreSqlParameters: {Host: "{{host}}", Port: 5432, Database: shop}
            Credentials:
              SecretArn: arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop-AbCdEf
            """;

    private static final Map<String, String> ACCOUNT =
            Map.of("host", "h", "spicerack.region", "eu-west-1", "spicerack.account-id", "111122223333");

    private final Path directory;

    CatalogFilesTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void theFilesOfTheSampleHospitalAreRead() {
        Settings settings = Settings.read(Path.of("config/application.properties"), Map.of(), Map.of());
        List<CatalogFiles.Declared> declared =
                new CatalogFiles(settings.all(), Databases.SERVED).read(Path.of("config/catalog"));
        assertThat(declared)
                .extracting(one -> one.definition().id().value())
                .containsExactly("hospital-mysql", "hospital-postgres");
    }

    @Test
    void placeholdersAreResolvedAndTlsIsOnUnlessDisabled() throws IOException {
        Files.writeString(directory.resolve("shop.yaml"), GOOD);
        CatalogFiles.Declared declared = new CatalogFiles(Map.of("host", "db.example.com"), Databases.SERVED)
                .read(directory)
                .get(0);
        assertThat(declared.definition().host()).isEqualTo("db.example.com");
        assertThat(declared.definition().type()).isEqualTo(DataSourceType.POSTGRESQL);
        assertThat(declared.definition().ssl()).isTrue();
    }

    @Test
    void whatCannotBeServedIsNamedWithItsFile() throws IOException {
        refused(GOOD + "Tags: []\n", "member 'Tags' cannot be served here; allowed are");
        refused(GOOD.replace("POSTGRESQL", "ORACLE"), "Type 'ORACLE' is not served; allowed are");
        refused(GOOD.replace("5432", "many"), "Port 'many' is no number from 1 to 65535");
        refused(GOOD.replace("SecretArn", "CredentialPair"), "member 'SecretArn' is missing or empty");
        refused(GOOD.replace("{{host}}", "{{nowhere}}"), "placeholder {{nowhere}} names no property");
        refused(
                GOOD.replace("PostgreSqlParameters", "MySqlParameters"),
                "needs DataSourceParameters.PostgreSqlParameters");
        refused("a: [", "shop.yaml");
    }

    @Test
    void theBudgetOfASourceIsASectionOfItsOwn() throws IOException {
        Files.writeString(
                directory.resolve("shop.yaml"),
                GOOD
                        + """
                        SpicerackSourceBudget:
                          LongestTransaction: 30m
                          Connections: 4
                          MegabytesPerSecond: 0.5
                          ReplicaLag: 0s
                        """);
        assertThat(new CatalogFiles(Map.of("host", "h"), Databases.SERVED)
                        .read(directory)
                        .get(0)
                        .budget())
                .isEqualTo(new SourceBudget(
                        Optional.of(Duration.ofMinutes(30)),
                        Optional.empty(),
                        Optional.of(4),
                        Optional.of(500_000L),
                        Optional.of(Duration.ZERO)));
        Files.writeString(directory.resolve("shop.yaml"), GOOD);
        assertThat(new CatalogFiles(Map.of("host", "h"), Databases.SERVED)
                        .read(directory)
                        .get(0)
                        .budget())
                .isEqualTo(SourceBudget.NONE);
    }

    @Test
    void whomToTrustAndWhatSomeTypesBecomeAreSectionsOfTheirOwn() throws IOException {
        Path configuration = Files.createDirectory(directory.resolve("configuration"));
        Path catalog = Files.createDirectory(configuration.resolve("catalog"));
        for (String file : new String[] {"authority.pem", "client.pem", "client.key"}) {
            Files.copy(TlsFiles.path(file), configuration.resolve(file));
        }
        Files.writeString(
                catalog.resolve("shop.yaml"),
                GOOD
                        + """
                        SpicerackSourceTrust:
                          Authorities: authority.pem
                          HostName: db.example.org
                          ClientCertificate: client.pem
                          ClientKey: client.key
                        SpicerackSourceTypes:
                          TinyIntOne: integer
                          WideNumeric: decimal(38,4)
                        """);
        CatalogFiles.Declared declared = new CatalogFiles(Map.of("host", "h"), Databases.SERVED)
                .read(catalog)
                .get(0);
        assertThat(declared.trust().authorities()).contains(new Authorities(false, TlsFiles.certificates("authority")));
        assertThat(declared.trust().hostName()).contains("db.example.org");
        assertThat(declared.trust().client()).hasToString("Optional[" + TlsFiles.client() + "]");
        assertThat(declared.types().over(TypeRules.DEFAULT))
                .isEqualTo(new TypeRules(
                        TypeRules.WideNumeric.parse("decimal(38,4)"),
                        TypeRules.ZeroDate.NULL,
                        TypeRules.TinyIntOne.INTEGER));
        Files.writeString(catalog.resolve("shop.yaml"), GOOD);
        declared = new CatalogFiles(Map.of("host", "h"), Databases.SERVED)
                .read(catalog)
                .get(0);
        assertThat(declared.trust()).isEqualTo(DeclaredTrust.NONE);
        assertThat(declared.types()).isEqualTo(TypeChoices.NONE);
    }

    @Test
    void whoLogsInByIamStandsInPlaceOfASecret() throws IOException {
        String iam = GOOD.substring(0, GOOD.indexOf("Credentials:"));
        Files.writeString(directory.resolve("shop.yaml"), iam + "SpicerackRdsIam: {User: reader}\n");
        assertThat(new CatalogFiles(ACCOUNT, Databases.SERVED)
                        .read(directory)
                        .get(0)
                        .credentials())
                .isEqualTo(new CredentialsInput.RdsUser(
                        DatabaseUser.of(new Account("aws", "eu-west-1", "111122223333"), "eu-west-1", "reader")));
        refused(iam + "SpicerackRdsIam: {Region: eu-west-1}\n", "SpicerackRdsIam needs User, the database's user");
        refused(iam + "SpicerackRdsIam: {User: a b, Region: eu-west-1}\n", "database user 'a b' has no name of");
        refused(iam + "SpicerackRdsIam: {User: a, Region: here}\n", "Region 'here' does not look like eu-west-1");
        refused(
                iam + "SslProperties: {DisableSsl: true}\nSpicerackRdsIam: {User: a, Region: eu-west-1}\n",
                "SpicerackRdsIam sends a token as it is, and DisableSsl: true turns TLS off");
        refused(
                GOOD + "SpicerackRdsIam: {User: a, Region: eu-west-1}\n",
                "SpicerackRdsIam stands in place of Credentials; take one of the two out");
    }

    @Test
    void aTunnelNamesItsServerTheKeyThatItShowsAndOurs() throws IOException {
        String key = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:ssh-AbCdEf";
        String pin = "SHA256:" + "a".repeat(43);
        String tunnel = GOOD + "SpicerackSshTunnel: {Host: bastion.example.com, User: spice, HostKey: \"" + pin
                + "\", PrivateKeySecretArn: \"" + key + "\"";
        Files.writeString(directory.resolve("shop.yaml"), tunnel + "}\n");
        assertThat(new CatalogFiles(ACCOUNT, Databases.SERVED)
                        .read(directory)
                        .get(0)
                        .trust()
                        .tunnel())
                .hasValue(new DeclaredTunnel(new SshServer("bastion.example.com", 22, "spice", pin), Arn.parse(key)));
        refused(tunnel + ", Port: many}\n", "SpicerackSshTunnel.Port is 'many'; it must be a number from 1 to 65535");
        refused(tunnel + ", Port: 70000}\n", "SSH port 70000 is not within 1 to 65535");
        refused(
                tunnel.replace(pin, "SHA256:short") + "}\n",
                "SSH host key 'SHA256:short' is not SHA256: and 43 letters");
        refused(tunnel.replace("User: spice", "User: a b") + "}\n", "SSH user 'a b' is not 1 to 64 letters");
        refused(
                tunnel.replace("HostKey", "Password") + "}\n",
                "member 'SpicerackSshTunnel.Password' cannot be served here");
        refused(
                GOOD + "SpicerackSshTunnel: {Host: h, User: u}\n",
                "SpicerackSshTunnel needs HostKey; it has Host, User");
    }

    @Test
    void aTrustOrATypeThatCannotBeKeptIsRefusedByItsMember() throws IOException {
        refused(
                GOOD + "SpicerackSourceTrust: {Authority: a.pem}\n",
                "member 'SpicerackSourceTrust.Authority' cannot be served here; allowed are [Authorities,"
                        + " ClientCertificate, ClientKey, HostName]");
        refused(GOOD + "SpicerackSourceTrust: {Authorities: nowhere.pem}\n", "nowhere.pem");
        refused(
                GOOD + "SpicerackSourceTrust: {ClientKey: a.key}\n",
                "SpicerackSourceTrust needs ClientCertificate and ClientKey, or neither");
        refused(
                GOOD + "SslProperties: {DisableSsl: true}\nSpicerackSourceTrust: {HostName: a}\n",
                "SpicerackSourceTrust is of certificates, and DisableSsl: true turns TLS off");
        refused(
                GOOD + "SpicerackSourceTypes: {TinyIntOne: maybe}\n",
                "SpicerackSourceTypes.TinyIntOne is 'maybe'; allowed are [boolean, integer]");
        refused(
                GOOD + "SpicerackSourceTypes: {WideNumeric: 'decimal(39,2)'}\n",
                "'decimal(39,2)' is none of text, refuse and decimal(38,s) with s from 0 to 38");
    }

    @Test
    void aBudgetThatCannotBeKeptIsRefusedByItsMember() throws IOException {
        budgetRefused(
                "Connection: 4",
                "member 'SpicerackSourceBudget.Connection' cannot be served here; allowed are [Connections,"
                        + " LongestTransaction, MegabytesPerSecond, ReplicaLag, StatementTimeout]");
        budgetRefused("Connections: some", "Connections is 'some'; it must be a whole number, or 0 for no limit");
        budgetRefused("Connections: -1", "Connections is -1; it must be 1 to 1000, or 0 for no limit");
        budgetRefused("LongestTransaction: 30", "LongestTransaction is '30'; it must be a duration such as 30s, 10m");
        budgetRefused("ReplicaLag: 20ms", "ReplicaLag is 20 ms; it must be from 1 s to 7 days, or 0s for no limit");
        budgetRefused("MegabytesPerSecond: 1/2", "MegabytesPerSecond is '1/2'; it must be a number of MB/s such as 20");
        budgetRefused("MegabytesPerSecond: -3", "MegabytesPerSecond is '-3'; it must be a number of MB/s such as 20");
        budgetRefused("MegabytesPerSecond: 0.001", "MegabytesPerSecond is 0.001; it must be at least 0.01");
        refused(GOOD + "SpicerackSourceBudget: none\n", "SpicerackSourceBudget needs members below it: [Connections,");
    }

    private void budgetRefused(String member, String words) throws IOException {
        refused(GOOD + "SpicerackSourceBudget: {" + member + "}\n", words);
    }

    private void refused(String text, String words) throws IOException {
        Path file = directory.resolve("shop.yaml");
        Files.writeString(file, text);
        assertThatThrownBy(() -> new CatalogFiles(ACCOUNT, Databases.SERVED).read(directory))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(words);
    }
}
