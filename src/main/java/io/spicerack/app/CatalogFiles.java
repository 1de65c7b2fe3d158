package io.spicerack.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.spicerack.core.sources.CredentialsInput;
import io.spicerack.core.sources.DataSourceDefinition;
import io.spicerack.core.sources.DeclaredTrust;
import io.spicerack.model.Account;
import io.spicerack.model.Arn;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.DataSourceType;
import io.spicerack.model.SourceBudget;
import io.spicerack.routes.FolderFile;
import io.spicerack.settings.BudgetText;
import io.spicerack.settings.SettingsException;
import io.spicerack.source.SourceTypes;
import io.spicerack.source.TypeChoices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads data sources from {@code config/catalog/*.yaml}, in the shape of {@code aws quicksight create-data-source
 * --cli-input-yaml}. A member that cannot be served is refused by name. Credentials are by SecretArn, or of a user of RDS who
 * logs in by IAM: a password has no place in a file.
 */
final class CatalogFiles {
    /** A data source as a file declares it. */
    record Declared(
            DataSourceDefinition definition,
            CredentialsInput credentials,
            SourceBudget budget,
            DeclaredTrust trust,
            TypeChoices types) {}

    /** A section of our own: {@code aws quicksight} does not know it. */
    private static final String BUDGET = "SpicerackSourceBudget";

    private static final Set<String> BUDGET_MEMBERS =
            Set.of("LongestTransaction", "StatementTimeout", "Connections", "MegabytesPerSecond", "ReplicaLag");

    /** Settings of the service that a file may name; of the others some may be secret, such as the URL of a webhook. */
    private static final Set<String> OPEN = Set.of("spicerack.region", "spicerack.account-id");

    private static final List<String> OF_THE_SERVICE = List.of("spicerack.", "camel.");

    /** What stands in a file twice would be taken for the last of the two, whichever a reader has seen. */
    private static final YAMLMapper MAPPER = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Of a URL, which may have credentials in it, and of no name or address. */
    private static final Pattern NO_HOST = Pattern.compile("[/@?#\\s]");

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}]+)}}");
    private static final Set<String> MEMBERS = Set.of(
            "AwsAccountId",
            "DataSourceId",
            "Name",
            "Type",
            "DataSourceParameters",
            "Credentials",
            "SslProperties",
            "VpcConnectionProperties",
            BUDGET,
            CatalogSections.RDS_IAM,
            CatalogSections.TUNNEL,
            CatalogSections.TRUST,
            CatalogSections.TYPES);

    private final Map<String, String> properties;
    private final SourceTypes types;

    CatalogFiles(Map<String, String> properties, SourceTypes types) {
        this.properties = properties;
        this.types = types;
    }

    /**
     * A file by itself: what it declares, or why it is refused.
     *
     * @param file as people are told of it
     */
    record Read(String file, Optional<Declared> declared, String why) {}

    /**
     * Each file for itself: one that is refused takes no other with it. Of two that declare one data source, the one that did
     * before keeps it.
     *
     * @param before the file that declared a data source until now
     */
    List<Read> each(Path directory, Function<DataSourceId, Optional<String>> before) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        List<Read> all = named(directory).stream().map(this::alone).toList();
        List<Read> checked = new ArrayList<>();
        for (Read file : all) {
            Optional<String> other = file.declared()
                    .flatMap(declared -> all.stream()
                            .filter(each -> !each.equals(file)
                                    && isOf(each, declared.definition().id()))
                            .map(Read::file)
                            .findFirst())
                    .filter(each -> !keeps(file, before));
            checked.add(
                    other.isEmpty()
                            ? file
                            : new Read(
                                    file.file(),
                                    Optional.empty(),
                                    twice(file.declared().orElseThrow(), other.get())));
        }
        return checked;
    }

    private static boolean isOf(Read file, DataSourceId id) {
        return file.declared().filter(each -> each.definition().id().equals(id)).isPresent();
    }

    private static boolean keeps(Read file, Function<DataSourceId, Optional<String>> before) {
        DataSourceDefinition definition = file.declared().orElseThrow().definition();
        return before.apply(definition.id()).equals(Optional.ofNullable(definition.declaredIn()));
    }

    private Read alone(Path file) {
        String name = "config/catalog/" + FolderFile.shown(file);
        try {
            refuseOtherNames(file);
            return new Read(name, Optional.of(declared(file)), "");
        } catch (SettingsException e) {
            return new Read(name, Optional.empty(), String.valueOf(e.getMessage()));
        }
    }

    private static List<Path> named(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file ->
                            file.toString().endsWith(".yaml") || file.toString().endsWith(".yml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new SettingsException("cannot list " + directory + ": " + e.getMessage());
        }
    }

    /** All of them, each of which must be good. */
    List<Declared> read(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        List<Path> all = named(directory);
        all.forEach(CatalogFiles::refuseOtherNames);
        List<Declared> declared = all.stream().map(this::declared).toList();
        refuseTwice(declared);
        return declared;
    }

    private static void refuseOtherNames(Path file) {
        if (file.toString().endsWith(".yml")) {
            throw new SettingsException(file.resolveSibling(FolderFile.shown(file))
                    + " would not be read: the name of a data source's file ends in .yaml");
        }
    }

    /** The last one would win, and another database than meant would be read. */
    private static void refuseTwice(List<Declared> declared) {
        Map<DataSourceId, String> files = new HashMap<>();
        for (Declared each : declared) {
            String other = files.put(
                    each.definition().id(), String.valueOf(each.definition().declaredIn()));
            if (other != null) {
                throw new SettingsException(twice(each, other));
            }
        }
    }

    private static String twice(Declared declared, String other) {
        return "data source '" + declared.definition().id() + "' is declared twice, in " + other + " and "
                + declared.definition().declaredIn() + "; give one of them another DataSourceId";
    }

    private Declared declared(Path file) {
        try {
            return declared(file, MAPPER.readTree(resolve(FolderFile.read(file))));
        } catch (IOException | IllegalArgumentException e) {
            throw new SettingsException(file.resolveSibling(FolderFile.shown(file)) + ": " + fault(e));
        }
    }

    /** Without the lines that a YAML reader quotes: they may be of another file than was meant, to which a link leads. */
    private static String fault(Exception e) {
        String message = e instanceof JsonProcessingException parsing ? parsing.getOriginalMessage() : e.getMessage();
        return String.valueOf(message)
                .lines()
                .filter(line -> !line.startsWith("    "))
                .map(String::strip)
                .collect(Collectors.joining(" "));
    }

    private Declared declared(Path file, JsonNode root) {
        CatalogSections.known(root, MEMBERS, "");
        DataSourceType type = type(text(root, "Type"));
        String member = type.parameters();
        JsonNode place = root.path("DataSourceParameters").path(member);
        if (!place.isObject()) {
            throw new IllegalArgumentException(
                    "a data source of Type " + type + " needs DataSourceParameters." + member);
        }
        DataSourceDefinition definition = new DataSourceDefinition(
                new DataSourceId(text(root, "DataSourceId")),
                text(root, "Name"),
                type,
                host(place),
                port(text(place, "Port")),
                text(place, "Database"),
                !root.path("SslProperties").path("DisableSsl").asBoolean(false),
                optional(root.path("VpcConnectionProperties").path("VpcConnectionArn")),
                String.valueOf(file.getFileName()));
        CatalogSections sections = new CatalogSections(root, file);
        return new Declared(
                definition,
                credentials(root, sections, definition.ssl()),
                budget(root.path(BUDGET)),
                sections.trust(definition.ssl()),
                sections.types());
    }

    /** A secret, or a user of RDS. */
    private CredentialsInput credentials(JsonNode root, CatalogSections sections, boolean encrypted) {
        Optional<CredentialsInput> rds = sections.rdsUser(
                () -> new Account("aws", setting("spicerack.region"), setting("spicerack.account-id")), encrypted);
        if (rds.isEmpty()) {
            return new CredentialsInput.SecretArn(Arn.parse(text(root.path("Credentials"), "SecretArn")));
        }
        if (root.has("Credentials")) {
            throw new IllegalArgumentException(
                    CatalogSections.RDS_IAM + " stands in place of Credentials; take one of the two out");
        }
        return rds.get();
    }

    private String setting(String name) {
        return properties.getOrDefault(name, "");
    }

    private static SourceBudget budget(JsonNode section) {
        if (!section.isMissingNode() && !section.isObject()) {
            throw new IllegalArgumentException(BUDGET + " needs members below it: "
                    + BUDGET_MEMBERS.stream().sorted().toList());
        }
        CatalogSections.known(section, BUDGET_MEMBERS, BUDGET + ".");
        return new SourceBudget(
                BudgetText.duration("LongestTransaction", CatalogSections.member(section, "LongestTransaction")),
                BudgetText.duration("StatementTimeout", CatalogSections.member(section, "StatementTimeout")),
                BudgetText.count("Connections", CatalogSections.member(section, "Connections")),
                BudgetText.rate("MegabytesPerSecond", CatalogSections.member(section, "MegabytesPerSecond")),
                BudgetText.duration("ReplicaLag", CatalogSections.member(section, "ReplicaLag")));
    }

    private DataSourceType type(String name) {
        return types.named(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "Type '" + name + "' is not served; allowed are " + types.words()));
    }

    private static String host(JsonNode place) {
        String host = text(place, "Host");
        if (NO_HOST.matcher(host).find()) {
            throw new IllegalArgumentException(
                    "member 'Host' is no name or address of a server; give that alone: what else"
                            + " a URL has goes into Port and Database, and its user and password into the secret");
        }
        return host;
    }

    private static int port(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("Port '" + text + "' is no number from 1 to 65535", e);
        }
    }

    private static String text(JsonNode parent, String name) {
        JsonNode value = parent.path(name);
        if (!value.isValueNode() || value.isNull() || value.asText().isBlank()) {
            throw new IllegalArgumentException("member '" + name + "' is missing or empty");
        }
        return value.asText();
    }

    private static @Nullable String optional(JsonNode value) {
        return value.isTextual() ? value.asText() : null;
    }

    private String resolve(String text) {
        return PLACEHOLDER.matcher(text).replaceAll(match -> {
            String name = match.group(1).strip();
            if (OF_THE_SERVICE.stream().anyMatch(name::startsWith) && !OPEN.contains(name)) {
                throw new IllegalArgumentException("placeholder {{" + name
                        + "}} names a setting of the service, which files of data sources do not read; give the value a name"
                        + " of its own in config/application.properties");
            }
            String value = properties.get(name);
            if (value == null) {
                throw new IllegalArgumentException("placeholder {{" + match.group(1)
                        + "}} names no property; add it to config/application.properties");
            }
            return Matcher.quoteReplacement(value);
        });
    }
}
