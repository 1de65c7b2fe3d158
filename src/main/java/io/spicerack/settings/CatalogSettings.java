package io.spicerack.settings;

import io.spicerack.catalog.server.CatalogAddress;
import io.spicerack.model.Arn;
import io.spicerack.tls.ServerTrust;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the settings say of the catalog. Not thread-safe. */
public final class CatalogSettings {
    private final SettingValues values;
    private final Path configuration;

    /**
     * A server that has it.
     *
     * @param secret who logs in
     */
    public record Server(CatalogAddress address, ServerTrust trust, Arn secret) {}

    /** @param configuration the folder that files are named from */
    CatalogSettings(SettingValues values, Path configuration) {
        this.values = values;
        this.configuration = configuration;
    }

    /** Empty for a file in the data directory. */
    public Optional<Server> server() {
        if (values.text(Property.CATALOG).isEmpty()) {
            return Optional.empty();
        }
        Optional<CatalogAddress> address = address();
        Optional<Arn> secret = values.value(
                Property.CATALOG_SECRET,
                "the ARN of a secret with username and password, since spicerack.catalog is set",
                text -> Optional.of(secret(text)),
                Optional.empty());
        boolean encrypted = values.value(
                Property.CATALOG_TLS, "verify-full or off", text -> text.equals("verify-full") || off(text), true);
        if (!encrypted && address.filter(place -> !place.onThisMachine()).isPresent()) {
            values.problem(Property.CATALOG_TLS.key() + " is off, and " + address.get()
                    + " is not on this machine: what the catalog has does not pass a network without TLS");
        }
        ServerTrust trust = encrypted
                ? new ServerTrust(
                        true,
                        new SourceSettings(values, configuration).authorities(),
                        Optional.empty(),
                        List.of(),
                        Optional.empty())
                : ServerTrust.UNENCRYPTED;
        return address.flatMap(place -> secret.map(arn -> new Server(place, trust, arn)));
    }

    /** With how many nodes the catalog is shared. */
    public enum Nodes {
        ONE,
        /** One works, and the others stand by. */
        STANDBY,
        /** All work at the same time. */
        TOGETHER
    }

    /** Whether this process is one of several nodes. */
    public Nodes nodes() {
        Nodes nodes = values.value(Property.NODES, "one, standby or together", CatalogSettings::nodes, Nodes.ONE);
        if (nodes != Nodes.ONE) {
            demand(Property.CATALOG, "a database that all nodes reach; a file is one machine's");
            demand(Property.STORE, "a bucket: what lies in one node's data directory is not there for the others");
            demand(
                    Property.AUDIT_SIGNING_KEY,
                    "a key of KMS, with which all nodes sign digest files; each would have a key file of its own");
        }
        return nodes;
    }

    private void demand(Property property, String what) {
        if (values.text(property).isEmpty()) {
            values.problem(Property.NODES.key() + " is " + values.text(Property.NODES) + ", and " + property.key()
                    + " is empty; it must be " + what);
        }
    }

    private static Nodes nodes(String text) {
        return switch (text) {
            case "one" -> Nodes.ONE;
            case "standby" -> Nodes.STANDBY;
            case "together" -> Nodes.TOGETHER;
            default -> throw new IllegalArgumentException(text);
        };
    }

    /** What is there is not told, since somebody may have put a password into it. */
    private Optional<CatalogAddress> address() {
        try {
            return Optional.of(CatalogAddress.parse(values.text(Property.CATALOG)));
        } catch (IllegalArgumentException e) {
            values.problem(Property.CATALOG.key() + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    private static Arn secret(String text) {
        Arn secret = Arn.parse(text);
        if (!secret.service().equals("secretsmanager") || !secret.resource().startsWith("secret:")) {
            throw new IllegalArgumentException(text);
        }
        return secret;
    }

    private static boolean off(String text) {
        if (!text.equals("off")) {
            throw new IllegalArgumentException(text);
        }
        return false;
    }

    /** Keeps all problems for whoever tells them. */
    void check() {
        server();
        nodes();
    }

    /** Throws with all problems in one message. */
    public Optional<Server> checked() {
        Optional<Server> server = server();
        if (nodes() != Nodes.ONE || !values.text(Property.CATALOG).isEmpty()) {
            values.refuseProblems();
        }
        return server;
    }
}
