package io.spicerack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One thread runs it. */
@Command(
        name = "trust",
        description =
                "Shows the certificate of a data source's server (without TLS, MySQL's key for passwords), and pins it once"
                        + " you have compared its fingerprint with the server's own. From then on the server must show"
                        + " this one. Exit status 1 where nothing was pinned.",
        mixinStandardHelpOptions = true)
final class DataSourceTrustCommand extends ServiceCommand {
    @Parameters(paramLabel = "ID", description = "The data source.")
    private String id = "";

    @Option(
            names = "--fingerprint",
            paramLabel = "SHA256",
            description = "Pins without asking where this is the fingerprint.")
    private @Nullable String fingerprint;

    @Option(names = "--forget", description = "Forgets what is pinned: authorities decide again.")
    private boolean forget;

    @Override
    protected int run(ManagementClient client) {
        String path = "/data-sources/" + UrlPart.dataSource(id) + "/trust";
        if (forget) {
            boolean forgotten = client.delete(path).path("forgotten").asBoolean();
            out().println(
                            forgotten
                                    ? "nothing is pinned for '" + id + "' any more"
                                    : "nothing was pinned for '" + id + "'");
            return forgotten ? 0 : 1;
        }
        JsonNode shown = client.get(path);
        String sha256 = shown.path("sha256").asText();
        show(shown);
        for (JsonNode pinned : shown.path("pinned")) {
            if (pinned.asText().equals(sha256)) {
                out().println("It is pinned already.");
                return 0;
            }
            out().println("ANOTHER ONE IS PINNED: " + pinned.asText());
        }
        String compared = fingerprint == null ? asked(sha256) : fingerprint;
        if (compared.isEmpty()) {
            out().println("nothing is pinned");
            return 1;
        }
        client.put(path + "?sha256=" + UrlPart.of("the fingerprint", compared));
        out().println("pinned; the data source is tested anew");
        return 0;
    }

    private void show(JsonNode shown) {
        boolean certificate = shown.path("shows").asText().equals("CERTIFICATE");
        out().println(
                        certificate
                                ? "The server of '" + id + "' shows this certificate:"
                                : "The server of '" + id + "' shows this key, under which it takes passwords:");
        if (certificate) {
            out().println("  signed by    " + shown.path("signedBy").asText());
            out().println("  names        " + String.join(", ", names(shown)));
            out().println("  valid from   " + shown.path("validFrom").asText());
            out().println("  valid until  " + shown.path("validUntil").asText());
        }
        out().println("  SHA-256      " + shown.path("sha256").asText());
        out().println();
        out().println("Compare with what the server's administrator reads there, not here:");
        out().println(
                        certificate
                                ? "  openssl x509 -in server-cert.pem -noout -fingerprint -sha256"
                                : "  openssl pkey -pubin -in public_key.pem -outform DER | openssl sha256 -c");
    }

    private static List<String> names(JsonNode shown) {
        List<String> names = new ArrayList<>();
        shown.path("names").forEach(name -> names.add(name.asText()));
        return names;
    }

    /** The fingerprint where the answer is yes, else an empty text. */
    private String asked(String sha256) {
        out().print("Is it the same? Then type yes: ");
        out().flush();
        try {
            BufferedReader answers = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
            String answer = answers.readLine();
            return "yes".equals(answer == null ? "" : answer.strip()) ? sha256 : "";
        } catch (IOException e) {
            return "";
        }
    }
}
