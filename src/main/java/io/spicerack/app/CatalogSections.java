package io.spicerack.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.spicerack.catalog.record.DatabaseUser;
import io.spicerack.core.sources.CredentialsInput;
import io.spicerack.core.sources.DeclaredTrust;
import io.spicerack.core.sources.DeclaredTunnel;
import io.spicerack.model.Account;
import io.spicerack.model.Arn;
import io.spicerack.source.TypeChoices;
import io.spicerack.source.TypeRules;
import io.spicerack.tls.Authorities;
import io.spicerack.tls.OwnIdentity;
import io.spicerack.tls.Pem;
import io.spicerack.tunnel.SshServer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The sections of a data source's file that {@code aws quicksight} does not know: who logs in by IAM, through what and whom to trust and what becomes
 * of some types. Their files are named from the folder above, {@code config/}.
 */
final class CatalogSections {
    static final String TRUST = "SpicerackSourceTrust";
    static final String RDS_IAM = "SpicerackRdsIam";
    static final String TUNNEL = "SpicerackSshTunnel";
    static final String TYPES = "SpicerackSourceTypes";

    private static final Set<String> TRUST_MEMBERS =
            Set.of("Authorities", "HostName", "ClientCertificate", "ClientKey");
    private static final Set<String> TUNNEL_MEMBERS = Set.of("Host", "Port", "User", "HostKey", "PrivateKeySecretArn");
    private static final int SSH_PORT = 22;
    private static final Set<String> RDS_MEMBERS = Set.of("User", "Region");
    private static final Set<String> TYPE_MEMBERS = Set.of("TinyIntOne", "WideNumeric", "ZeroDate");

    private final JsonNode root;
    private final Path configuration;

    /** @param file that the sections stand in, in {@code config/catalog/} */
    CatalogSections(JsonNode root, Path file) {
        this.root = root;
        this.configuration = file.toAbsolutePath().resolveSibling("..").normalize();
    }

    DeclaredTrust trust(boolean encrypted) {
        JsonNode section = section(TRUST, TRUST_MEMBERS);
        if (!section.isMissingNode() && !encrypted) {
            throw new IllegalArgumentException(TRUST + " is of certificates, and DisableSsl: true turns TLS off");
        }
        Optional<Authorities> authorities =
                file(section, "Authorities").map(place -> new Authorities(false, Pem.certificates(place)));
        if (authorities.filter(own -> own.certificates().isEmpty()).isPresent()) {
            throw new IllegalArgumentException(TRUST + ".Authorities names a folder without a .pem or .crt file");
        }
        Optional<Path> certificate = file(section, "ClientCertificate");
        Optional<Path> key = file(section, "ClientKey");
        if (certificate.isPresent() != key.isPresent()) {
            throw new IllegalArgumentException(TRUST + " needs ClientCertificate and ClientKey, or neither");
        }
        return new DeclaredTrust(
                authorities,
                member(section, "HostName"),
                certificate.map(place -> new OwnIdentity(Pem.privateKey(key.orElseThrow()), Pem.certificates(place))),
                tunnel());
    }

    Optional<DeclaredTunnel> tunnel() {
        JsonNode section = section(TUNNEL, TUNNEL_MEMBERS);
        if (section.isMissingNode()) {
            return Optional.empty();
        }
        SshServer server = new SshServer(
                needed(section, "Host"),
                member(section, "Port").map(CatalogSections::port).orElse(SSH_PORT),
                needed(section, "User"),
                needed(section, "HostKey"));
        return Optional.of(new DeclaredTunnel(server, Arn.parse(needed(section, "PrivateKeySecretArn"))));
    }

    private static int port(String text) {
        if (!text.matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException(TUNNEL + ".Port is '" + text + "'; it must be a number from 1 to 65535");
        }
        return Integer.parseInt(text);
    }

    private static String needed(JsonNode section, String name) {
        return member(section, name)
                .orElseThrow(
                        () -> new IllegalArgumentException(
                                TUNNEL + " needs " + name + "; it has Host, User, HostKey"
                                        + " (as `ssh-keygen -lf` prints it), PrivateKeySecretArn and, where it is not 22, Port"));
    }

    TypeChoices types() {
        JsonNode section = section(TYPES, TYPE_MEMBERS);
        return new TypeChoices(
                member(section, "WideNumeric").map(TypeRules.WideNumeric::parse),
                member(section, "ZeroDate").map(text -> word(TypeRules.ZeroDate.class, "ZeroDate", text)),
                member(section, "TinyIntOne").map(text -> word(TypeRules.TinyIntOne.class, "TinyIntOne", text)));
    }

    /** Who logs in by IAM; in the account's own Region where none is named. */
    Optional<CredentialsInput> rdsUser(Supplier<Account> own, boolean encrypted) {
        JsonNode section = section(RDS_IAM, RDS_MEMBERS);
        if (section.isMissingNode()) {
            return Optional.empty();
        }
        if (!encrypted) {
            throw new IllegalArgumentException(RDS_IAM + " sends a token as it is, and DisableSsl: true turns TLS off;"
                    + " RDS takes it with TLS alone");
        }
        String user = member(section, "User")
                .orElseThrow(() -> new IllegalArgumentException(RDS_IAM + " needs User, the database's user"));
        Account account = own.get();
        String region = member(section, "Region").orElse(account.region());
        return Optional.of(new CredentialsInput.RdsUser(DatabaseUser.of(account, region, user)));
    }

    private JsonNode section(String name, Set<String> members) {
        JsonNode section = root.path(name);
        if (!section.isMissingNode() && !section.isObject()) {
            throw new IllegalArgumentException(name + " needs members below it: "
                    + members.stream().sorted().toList());
        }
        known(section, members, name + ".");
        return section;
    }

    private Optional<Path> file(JsonNode section, String member) {
        return member(section, member).map(configuration::resolve);
    }

    private static <E extends Enum<E>> E word(Class<E> type, String member, String text) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().toLowerCase(Locale.ROOT).equals(text)) {
                return constant;
            }
        }
        throw new IllegalArgumentException(TYPES + "." + member + " is '" + text + "'; allowed are "
                + Arrays.stream(type.getEnumConstants())
                        .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                        .toList());
    }

    /** Refuses what is neither read nor passed on. */
    static void known(JsonNode parent, Set<String> members, String in) {
        for (Iterator<String> names = parent.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!members.contains(name)) {
                throw new IllegalArgumentException("member '" + in + name + "' cannot be served here; allowed are "
                        + members.stream().sorted().toList());
            }
        }
    }

    static Optional<String> member(JsonNode section, String name) {
        JsonNode value = section.path(name);
        return value.isMissingNode() ? Optional.empty() : Optional.of(value.asText());
    }
}
