package io.spicerack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One thread runs it. */
@Command(
        name = "register",
        description =
                "Replaces the whole key registration: the keys named here and no others are registered. Without any,"
                        + " all are cleared and the service-owned key applies. Data sets move at their next full refresh."
                        + " Exit status 1 where a key was not registered.",
        mixinStandardHelpOptions = true)
final class KeysRegisterCommand extends ServiceCommand {
    @Option(
            names = "--default",
            paramLabel = "ARN",
            description = "The default key: what is refreshed next is sealed" + " under it. It need not be repeated.")
    private @Nullable String defaultKey;

    @Option(names = "--none", description = "Clears all registrations.")
    private boolean none;

    @Parameters(paramLabel = "ARN", description = "Keys to register beside the default key.")
    private List<String> keys = new ArrayList<>();

    @Override
    protected int run(ManagementClient client) {
        Set<String> all = new LinkedHashSet<>(keys);
        String ofNewData = defaultKey;
        if (ofNewData != null) {
            all.add(ofNewData);
        }
        if (none != all.isEmpty()) {
            throw new ServiceException(
                    none
                            ? "--none clears all registrations; name no key with it"
                            : "name the keys to register, or clear all registrations with --none");
        }
        String registration = all.isEmpty()
                ? "/key-registration"
                : "/key-registration?keys=" + UrlPart.of("the key", String.join(",", all))
                        + (ofNewData == null ? "" : "&default=" + UrlPart.of("--default", ofNewData));
        JsonNode update = client.put(registration);
        for (JsonNode key : update.path("successfulKeyRegistration")) {
            out().println("registered: " + key.path("keyArn").asText()
                    + (key.path("defaultKey").asBoolean() ? " (default)" : ""));
        }
        if (all.isEmpty()) {
            out().println("no key is registered; the service-owned key seals what is refreshed next");
        }
        for (JsonNode key : update.path("failedKeyRegistration")) {
            err().println("NOT registered: " + key.path("message").asText());
        }
        return update.path("failedKeyRegistration").isEmpty() ? 0 : 1;
    }
}
