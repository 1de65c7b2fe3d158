package io.spicerack.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.catalog.record.RegisteredKey;
import io.spicerack.core.keys.KeyRegistrations;
import io.spicerack.http.JsonBody;
import io.spicerack.http.JsonInput;
import io.spicerack.model.Account;
import io.spicerack.model.KeyReference;
import java.util.List;
import java.util.Set;

/** The account's registered KMS keys. Thread-safe. */
final class KeyOperations {
    private final KeyRegistrations registrations;
    private final Account account;

    KeyOperations(KeyRegistrations registrations, Account account) {
        this.registrations = registrations;
        this.account = account;
    }

    List<Operation> all() {
        return List.of(
                Operation.of(
                        "DescribeKeyRegistration",
                        "GET /key-registration",
                        200,
                        Set.of("default-key-only"),
                        this::describe),
                Operation.of("UpdateKeyRegistration", "POST /key-registration", 200, this::update));
    }

    private ObjectNode describe(OperationCall call) {
        call.input().allow(Set.of());
        boolean defaultOnly =
                call.parameter("default-key-only").map(KeyOperations::flag).orElse(false);
        List<RegisteredKey> keys = registrations.list().stream()
                .filter(key -> key.isDefault() || !defaultOnly)
                .toList();
        // the one operation whose Status is a member of its body
        ObjectNode body = JsonBody.object().put("AwsAccountId", account.id()).put("Status", 200);
        body.set("KeyRegistration", JsonBody.array(keys, key -> JsonBody.object()
                .put("KeyArn", key.key().toString())
                .put("DefaultKey", key.isDefault())));
        return body;
    }

    /** Replaces all registrations, as QuickSight's does; an empty list clears them. */
    private ObjectNode update(OperationCall call) {
        JsonInput input = call.input().allow(Set.of("KeyRegistration"));
        List<RegisteredKey> wanted =
                input.objects("KeyRegistration").stream().map(this::key).toList();
        KeyRegistrations.Update update = ApiError.translated("ACCOUNT_SETTINGS", () -> registrations.update(wanted));
        ObjectNode body = JsonBody.object();
        body.set("SuccessfulKeyRegistration", JsonBody.array(update.successful(), key -> JsonBody.object()
                .put("KeyArn", key.key().toString())
                .put("StatusCode", 200)));
        body.set("FailedKeyRegistration", JsonBody.array(update.failed(), failed -> JsonBody.object()
                .put("KeyArn", failed.key().toString())
                .put("Message", failed.message())
                .put("StatusCode", 400)
                .put("SenderFault", true)));
        return body;
    }

    private RegisteredKey key(JsonInput input) {
        input.allow(Set.of("KeyArn", "DefaultKey"));
        KeyReference key = input.parsed("KeyArn", registrations::reference).orElseThrow(() -> input.missing("KeyArn"));
        return new RegisteredKey(key, input.flag("DefaultKey").orElse(false));
    }

    private static boolean flag(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw ApiError.badParameter("DefaultKeyOnly is '" + text + "'; it must be true or false");
        }
        return text.equals("true");
    }
}
