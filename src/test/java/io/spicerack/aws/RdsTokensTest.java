package io.spicerack.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.catalog.record.DatabaseUser;
import io.spicerack.model.Account;
import io.spicerack.model.Secret;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RdsTokensTest {
    @Test
    void aTokenIsASignatureForThisUserAtThisPlace() {
        RdsTokens tokens = new RdsTokens(new AwsConfig(
                "eu-west-1",
                Optional.empty(),
                Optional.of(new AwsConfig.AccessKey("AKIATEST", Secret.of("secret"))),
                Duration.ofSeconds(5)));
        DatabaseUser user = DatabaseUser.of(new Account("aws", "eu-west-1", "123456789012"), "eu-central-1", "reader");
        try (Secret token = tokens.token(user, "db.example.com", 5432)) {
            assertThat(token.<String>reveal(text -> text))
                    .startsWith("db.example.com:5432/?")
                    .contains(
                            "DBUser=reader",
                            "Action=connect",
                            "X-Amz-Expires=900",
                            "eu-central-1%2Frds-db%2Faws4_request",
                            "X-Amz-Signature=");
        }
    }
}
