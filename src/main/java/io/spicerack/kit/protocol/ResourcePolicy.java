package io.spicerack.kit.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.spicerack.http.JsonBody;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** A key's or a secret's policy, of which Effect, Principal and Action are known. Immutable. */
public final class ResourcePolicy {
    private static final Set<String> KNOWN = Set.of("Sid", "Effect", "Principal", "Action", "Resource");

    private record Statement(boolean allows, List<String> principals, List<String> actions) {
        boolean covers(AwsCaller caller, String action) {
            return principals.stream().anyMatch(caller::is)
                    && actions.stream().anyMatch(pattern -> matches(pattern, action));
        }

        private static boolean matches(String pattern, String action) {
            String regex = Pattern.quote(pattern).replace("*", "\\E.*\\Q");
            return Pattern.compile(regex, Pattern.CASE_INSENSITIVE)
                    .matcher(action)
                    .matches();
        }
    }

    private final List<Statement> statements;

    private ResourcePolicy(List<Statement> statements) {
        this.statements = statements;
    }

    /** Reads a policy; what cannot be honoured is refused with {@code errorCode} rather than ignored. */
    public static ResourcePolicy parse(String text, String errorCode) {
        JsonNode json;
        try {
            json = JsonBody.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AwsError(errorCode, "The policy is not JSON");
        }
        JsonNode list = json.path("Statement");
        List<Statement> statements = new ArrayList<>();
        for (JsonNode each : list.isArray() ? list : List.of(list)) {
            statements.add(statement(each, errorCode));
        }
        return new ResourcePolicy(List.copyOf(statements));
    }

    public boolean denies(AwsCaller caller, String action) {
        return statements.stream().anyMatch(each -> !each.allows() && each.covers(caller, action));
    }

    public boolean allows(AwsCaller caller, String action) {
        return statements.stream().anyMatch(each -> each.allows() && each.covers(caller, action));
    }

    /** Whether it allows anything to everybody. */
    public boolean isOpenToAll() {
        return statements.stream()
                .anyMatch(each -> each.allows() && each.principals().contains("*"));
    }

    private static Statement statement(JsonNode json, String errorCode) {
        json.fieldNames().forEachRemaining(name -> {
            if (!KNOWN.contains(name)) {
                throw new AwsError(
                        errorCode, "The local AWS does not evaluate " + name + " in a policy; it knows " + KNOWN);
            }
        });
        String effect = json.path("Effect").asText();
        if (!effect.equals("Allow") && !effect.equals("Deny")) {
            throw new AwsError(errorCode, "The Effect '" + effect + "' of a statement is not Allow or Deny");
        }
        JsonNode principal = json.path("Principal");
        List<String> principals = principal.isTextual() ? List.of(principal.textValue()) : texts(principal.path("AWS"));
        List<String> actions = texts(json.path("Action"));
        boolean otherPrincipal = principal.isObject() && principal.size() > 0 && !principal.has("AWS");
        if (actions.isEmpty() || (principals.isEmpty() && !otherPrincipal)) {
            throw new AwsError(errorCode, "A statement of the policy has no Principal or no Action");
        }
        return new Statement(effect.equals("Allow"), principals, actions);
    }

    private static List<String> texts(JsonNode node) {
        List<String> texts = new ArrayList<>();
        if (node.isTextual()) {
            texts.add(node.textValue());
        }
        node.elements().forEachRemaining(each -> texts.add(each.asText()));
        return texts;
    }
}
