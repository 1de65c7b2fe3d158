package io.spicerack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spicerack principal}. */
@Command(
        name = "principal",
        mixinStandardHelpOptions = true,
        description = "Who may call the QuickSight API, with which access key, and what they may do.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            PrincipalCommand.Create.class,
            PrincipalCommand.ListAll.class,
            PrincipalCommand.Rotate.class,
            PrincipalCommand.Password.class,
            PrincipalCommand.Tag.class,
            PrincipalCommand.Delete.class
        })
public final class PrincipalCommand {
    private PrincipalCommand() {}

    /** One thread runs it. */
    @Command(
            name = "create",
            description = "Makes a principal and prints its access key: the secret is shown this once.",
            mixinStandardHelpOptions = true)
    static final class Create extends ServiceCommand {
        @Parameters(paramLabel = "NAME", description = "Its name.")
        private String name = "";

        @ArgGroup(multiplicity = "1")
        private Rights rights = new Rights();

        @Option(
                names = "--secrets",
                split = ",",
                paramLabel = "ARN",
                description = "Secrets that it may hand to data sources; a * may end an ARN.")
        private List<String> secrets = new ArrayList<>();

        @Option(names = "--sql", description = "Makes a password for the SQL port too, and prints it this once.")
        private boolean sql;

        @Override
        protected int run(ManagementClient client) {
            if (!rights.readOnly) {
                print(
                        this,
                        client.post("/principals?name=" + UrlPart.of("the principal's name", name) + "&actions="
                                + escaped(String.join(",", rights.actions)) + "&secrets="
                                + escaped(String.join(",", secrets))));
                withPassword(client);
                return 0;
            }
            if (!secrets.isEmpty()) {
                throw new ServiceException(
                        "--read-only changes nothing, and hands no secret to a data source: leave" + " --secrets away");
            }
            print(
                    this,
                    client.post("/principals?name=" + UrlPart.of("the principal's name", name) + "&read-only=true"));
            withPassword(client);
            return 0;
        }

        private void withPassword(ManagementClient client) {
            if (sql) {
                password(this, client, name);
            }
        }
    }

    /** One thread parses and reads them. */
    static final class Rights {
        @Option(
                names = "--actions",
                split = ",",
                paramLabel = "ACTION",
                description = "What it may call, such as quicksight:DescribeDataSet,quicksight:List*; * for an"
                        + " administrator.")
        private List<String> actions = new ArrayList<>();

        @Option(
                names = "--read-only",
                description = "It may look at everything, rows too, and change nothing: through the API, and with the"
                        + " token that is printed beside, through these commands and the page.")
        private boolean readOnly;
    }

    /** One thread runs it. */
    @Command(name = "list", description = "Shows the principals.", mixinStandardHelpOptions = true)
    static final class ListAll extends ServiceCommand {
        @Override
        protected int run(ManagementClient client) {
            TextTable table = new TextTable("NAME", "ACCESS KEY", "ACTIONS", "SECRETS", "KEY SINCE");
            for (JsonNode principal : client.get("/principals")) {
                table.row(
                        principal.path("name").asText(),
                        principal.path("accessKeyId").asText(),
                        principal.path("actions").asText(),
                        principal.path("secrets").asText(),
                        principal.path("rotated").asText());
            }
            out().println(table);
            return 0;
        }
    }

    /** One thread runs it. */
    @Command(
            name = "rotate",
            description = "Gives a principal a new access key and prints it; the one before ends at once.",
            mixinStandardHelpOptions = true)
    static final class Rotate extends ServiceCommand {
        @Parameters(paramLabel = "NAME", description = "Its name.")
        private String name = "";

        @Override
        protected int run(ManagementClient client) {
            print(this, client.put("/principals?name=" + UrlPart.of("the principal's name", name)));
            return 0;
        }
    }

    /** One thread runs it. */
    @Command(
            name = "password",
            description =
                    "Gives a principal a new password for the SQL port and prints it; the one before ends at once.",
            mixinStandardHelpOptions = true)
    static final class Password extends ServiceCommand {
        @Parameters(paramLabel = "NAME", description = "Its name.")
        private String name = "";

        @Option(names = "--remove", description = "Takes the password away: the principal logs in no more.")
        private boolean remove;

        @Override
        protected int run(ManagementClient client) {
            if (remove) {
                client.delete("/principals/password?name=" + UrlPart.of("the principal's name", name));
                out().println("principal '" + name + "' has no database password any more");
            } else {
                password(this, client, name);
            }
            return 0;
        }
    }

    /** One thread runs it. */
    @Command(
            name = "tag",
            description =
                    "Replaces the session tags of a principal, by which rules of a data set choose its rows; none takes"
                            + " them away.",
            mixinStandardHelpOptions = true)
    static final class Tag extends ServiceCommand {
        private static final ObjectMapper JSON = new ObjectMapper();

        @Parameters(index = "0", paramLabel = "NAME", description = "Its name.")
        private String name = "";

        @Parameters(index = "1..*", paramLabel = "KEY=VALUE", description = "A tag.")
        private List<String> tags = new ArrayList<>();

        @Override
        protected int run(ManagementClient client) {
            ObjectNode body = JSON.createObjectNode();
            for (String tag : tags) {
                int equals = tag.indexOf('=');
                if (equals < 1 || equals == tag.length() - 1) {
                    throw new ServiceException("'" + tag + "' is no session tag; write KEY=VALUE");
                }
                String key = tag.substring(0, equals);
                if (body.has(key)) {
                    throw new ServiceException("the session tag '" + key + "' is there twice; a key has one value");
                }
                body.put(key, tag.substring(equals + 1));
            }
            client.post("/principals/tags?name=" + UrlPart.of("the principal's name", name), body.toString());
            out().println("principal '" + name + "' has " + (tags.isEmpty() ? "no" : tags.size()) + " session tags");
            return 0;
        }
    }

    /** One thread runs it. */
    @Command(
            name = "delete",
            description = "Ends a principal, its access key, its password and its permissions.",
            mixinStandardHelpOptions = true)
    static final class Delete extends ServiceCommand {
        @Parameters(paramLabel = "NAME", description = "Its name.")
        private String name = "";

        @Override
        protected int run(ManagementClient client) {
            client.delete("/principals?name=" + UrlPart.of("the principal's name", name));
            out().println("principal '" + name + "' is deleted");
            return 0;
        }
    }

    /** In the words of libpq's environment. */
    private static void password(ServiceCommand command, ManagementClient client, String name) {
        JsonNode made = client.put("/principals/password?name=" + UrlPart.of("the principal's name", name));
        command.out().println("PGUSER=" + name);
        command.out().println("PGPASSWORD=" + made.path("password").asText());
        command.err().println("The password is not kept, and is not shown again.");
    }

    private static void print(ServiceCommand command, JsonNode key) {
        command.out().println("principal " + key.path("arn").asText());
        command.out().println("AWS_ACCESS_KEY_ID=" + key.path("accessKeyId").asText());
        command.out()
                .println("AWS_SECRET_ACCESS_KEY=" + key.path("secretAccessKey").asText());
        if (key.path("readOnly").asBoolean()) {
            command.out()
                    .println("SPICERACK_MANAGEMENT_TOKEN="
                            + key.path("accessKeyId").asText() + ":"
                            + key.path("secretAccessKey").asText());
        }
        command.err().println("The secret is kept encrypted only, and is not shown again.");
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
