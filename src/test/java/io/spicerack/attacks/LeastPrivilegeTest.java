package io.spicerack.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whoever takes the service's role over can hand no key to a stranger: the policy of the README gives what is called, no more. */
class LeastPrivilegeTest {
    private static final Pattern BLOCK = Pattern.compile("(?s)```json\\n(.*?)```");

    /** What Spicerack calls in its everyday work, as IAM names it; a lock-down's two are said beside the policy. */
    private static final Set<String> CALLED = Set.of(
            "kms:GenerateDataKey",
            "kms:Decrypt",
            "kms:Encrypt",
            "kms:ReEncryptFrom",
            "kms:ReEncryptTo",
            "kms:DescribeKey",
            "kms:CreateGrant",
            "kms:RetireGrant",
            "secretsmanager:GetSecretValue");

    @Test
    void itAllowsWhatIsCalledAndNoWildcard() throws IOException {
        Set<String> allowed = new TreeSet<>();
        for (JsonNode statement : statements()) {
            texts(statement.path("Action")).forEach(allowed::add);
            assertThat(texts(statement.path("Action"))).noneMatch(action -> action.contains("*"));
            assertThat(texts(statement.path("Resource")))
                    .isNotEmpty()
                    .allMatch(
                            resource -> resource.matches("arn:aws:(kms|secretsmanager):eu-west-1:111122223333:[^*]+"));
        }
        assertThat(allowed).isEqualTo(new TreeSet<>(CALLED));
    }

    @Test
    void aGrantIsForTheServiceAloneForDataOfADataSetAlone() throws IOException {
        JsonNode conditions = statement("kms:CreateGrant").path("Condition");
        JsonNode equal = conditions.path("StringEquals");
        assertThat(equal.path("kms:GranteePrincipal").asText()).endsWith(":role/spicerack");
        assertThat(equal.path("kms:RetiringPrincipal")).isEqualTo(equal.path("kms:GranteePrincipal"));
        assertThat(equal.path("kms:GrantConstraintType").asText()).isEqualTo("EncryptionContextSubset");
        assertThat(texts(conditions.path("ForAllValues:StringEquals").path("kms:GrantOperations")))
                .as("those that AwsKeyService asks for, and never CreateGrant")
                .containsExactlyInAnyOrder("Encrypt", "Decrypt", "DescribeKey", "GenerateDataKey");
    }

    @Test
    void aKeyIsUsedForQuickSightsResourcesAlone() throws IOException {
        for (String action : List.of("kms:GenerateDataKey", "kms:Decrypt", "kms:Encrypt", "kms:ReEncryptTo")) {
            assertThat(statement(action)
                            .path("Condition")
                            .path("StringLike")
                            .path("kms:EncryptionContext:aws:quicksight:arn")
                            .asText())
                    .as(action)
                    .startsWith("arn:aws:quicksight:");
        }
    }

    private static JsonNode statement(String action) throws IOException {
        return statements().stream()
                .filter(statement -> texts(statement.path("Action")).contains(action))
                .findFirst()
                .orElseThrow();
    }

    private static List<JsonNode> statements() throws IOException {
        Matcher block = BLOCK.matcher(Files.readString(Path.of("README.md")));
        while (block.find()) {
            JsonNode policy = new ObjectMapper().readTree(block.group(1));
            if (policy.has("Statement")) {
                List<JsonNode> statements = new ArrayList<>();
                policy.path("Statement").forEach(statements::add);
                return statements;
            }
        }
        throw new AssertionError("README.md shows no policy");
    }

    private static List<String> texts(JsonNode node) {
        List<String> texts = new ArrayList<>();
        if (node.isTextual()) {
            texts.add(node.asText());
        }
        node.forEach(one -> texts.add(one.asText()));
        return texts;
    }
}
