package io.spicerack.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.junit.jupiter.api.Test;

/**
 * Route files made by chance of everything that Camel's catalog has: components as starts and steps, languages as conditions and
 * bodies, EIPs as steps and at the top of a file, options of all of them. The generator knows whether it has put in anything that
 * a data set does not need; such a file is refused. {@code -Dgenerated.routes=10000} makes as many.
 */
class GeneratedRoutesTest {
    private static final int FILES = Integer.getInteger("generated.routes", 400);
    private static final long SEED = Long.getLong("generated.seed", 17);

    private static final Set<String> KNOWN_COMPONENTS = Set.of("quartz", "spice", "jdbc", "direct");
    private static final Set<String> KNOWN_STEPS = Set.of(
            "to",
            "setBody",
            "choice",
            "filter",
            "log",
            "stop",
            "bean",
            "when",
            "otherwise",
            "from",
            "route",
            "description");

    private final CamelCatalog catalog = new DefaultCamelCatalog();
    private final List<String> components = catalog.findComponentNames();
    private final List<String> languages = catalog.findLanguageNames();
    private final List<String> eips = catalog.findModelNames();

    /** A file, and whether it has something that reaches outside of its data set. */
    private record Made(String text, boolean outside) {}

    @Test
    void noneThatReachesOutsideIsGood() {
        Random random = new Random(SEED);
        TreeMap<String, Integer> counts = new TreeMap<>();
        for (int i = 0; i < FILES; i++) {
            Made made = made(random);
            CheckedFile checked = RouteChecks.check(made.text());
            if (made.outside()) {
                assertThat(checked.good()).as(made.text()).isFalse();
            } else {
                assertThat(checked.findings()).as(made.text()).isEmpty();
            }
            counts.merge(made.outside() ? "outside" : "good", 1, Integer::sum);
        }
        assertThat(components.size()).isGreaterThan(300);
        assertThat(counts.get("outside")).isGreaterThan(FILES / 2);
        assertThat(counts.get("good")).isGreaterThan(FILES / 50);
    }

    private Made made(Random random) {
        List<String> steps = new ArrayList<>(List.of(
                "setBody: {constant: \"SELECT 1 AS id\"}",
                "to: {uri: \"spice:extract\", parameters: {dataSource: db}}",
                "to: \"spice:seal\"",
                "to: \"direct:reconcile\"",
                "to: \"spice:publish\""));
        String top = "";
        String from = "spice:ingestions";
        boolean outside = true;
        int at = random.nextInt(steps.size() + 1);
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> outside = add(steps, at, component(random), random);
            case 3, 4 -> outside = add(steps, at, eip(random), random);
            case 5 -> steps.add(0, "filter: {" + language(random) + ": \"${body} == 1\", steps: [{log: x}]}");
            case 6 -> steps.set(0, "setBody: {" + language(random) + ": \"SELECT 1\"}");
            case 7 ->
                steps.add(at, "choice: {when: [{" + language(random) + ": \"x\", steps: [" + nested(random) + "]}]}");
            case 8 -> top = "- " + eip(random) + ": {id: x}\n";
            case 9 -> from = component(random) + ":" + (random.nextBoolean() ? "x" : "spice");
            case 10 -> steps.add(0, "filter: {simple: \"${" + function(random) + "}\", steps: [{log: x}]}");
            default -> {
                outside = false;
                steps.add(random.nextBoolean() ? 0 : steps.size(), "log: \"file " + random.nextInt() + "\"");
            }
        }
        StringBuilder text = new StringBuilder(top)
                .append("- route:\n    id: wards\n    from:\n      uri: ")
                .append(from)
                .append("\n      parameters: {dataSet: wards}\n      steps:\n");
        steps.forEach(step -> text.append("        - ").append(step).append('\n'));
        return new Made(text.toString(), outside);
    }

    /** A step that Camel has, in one of the forms that it takes; every one is foreign here, or out of its place. */
    private boolean add(List<String> steps, int at, String name, Random random) {
        if (eips.contains(name) && !components.contains(name)) {
            steps.add(
                    at, name + ": " + (random.nextBoolean() ? "{}" : "{id: x, uri: \"" + component(random) + ":x\"}"));
            return true;
        }
        String uri = name + ":" + (random.nextBoolean() ? "x" : "x?y=z");
        steps.add(
                at,
                switch (random.nextInt(4)) {
                    case 0 -> "to: \"" + uri + "\"";
                    case 1 -> "to: {uri: " + name + ", parameters: {name: x}}";
                    case 2 -> "toD: \"" + uri + "\"";
                    default -> "wireTap: {uri: \"" + uri + "\"}";
                });
        return true;
    }

    private String component(Random random) {
        return other(components, KNOWN_COMPONENTS, random);
    }

    private String eip(Random random) {
        return other(eips, KNOWN_STEPS, random);
    }

    private String language(Random random) {
        return other(languages, Set.of("simple", "constant"), random);
    }

    private String nested(Random random) {
        return "{to: \"" + component(random) + ":x\"}";
    }

    private static String function(Random random) {
        List<String> functions = List.of(
                "bean:keyWatch",
                "camelContext.stop",
                "env.HOME",
                "sys.user.home",
                "header.x",
                "exchange",
                "ref:x",
                "properties:db.password",
                "body.class",
                "bodyAs(java.lang.String)",
                "type:java.lang.System.in",
                "random(1)",
                "exception",
                "variable.x",
                "messageHistory",
                "threadName",
                "file:name",
                "jq(.)",
                "hash(body)",
                "mandatoryBodyAs(x)");
        return functions.get(random.nextInt(functions.size())) + (random.nextBoolean() ? "} == 1 && ${body" : "");
    }

    private static String other(List<String> all, Set<String> known, Random random) {
        String name = all.get(random.nextInt(all.size()));
        return known.contains(name) ? other(all, known, random) : name;
    }
}
