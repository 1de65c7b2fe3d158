package io.spicerack.kit.kms;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.http.JsonBody;
import io.spicerack.kit.protocol.AwsCall;
import io.spicerack.kit.protocol.AwsError;
import io.spicerack.kit.protocol.AwsInput;
import io.spicerack.kit.protocol.AwsJson;
import io.spicerack.kit.protocol.MarkedPage;
import io.spicerack.kit.protocol.Operations;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** KMS's operations on grants. */
final class KmsGrants {
    private final KmsState state;
    private final KeyAccess access;
    private final GrantTokens tokens;
    private final SecureRandom random;

    KmsGrants(KmsState state, KeyAccess access, GrantTokens tokens, SecureRandom random) {
        this.state = state;
        this.access = access;
        this.tokens = tokens;
        this.random = random;
    }

    void addTo(Operations operations) {
        operations
                .changing("CreateGrant", this::createGrant)
                .reading("ListGrants", this::listGrants)
                .reading("ListRetirableGrants", this::listRetirableGrants)
                .changing("RetireGrant", this::retireGrant)
                .changing("RevokeGrant", this::revokeGrant);
    }

    private ObjectNode createGrant(AwsCall call) {
        AwsInput input = call.input();
        tokens.check(input);
        KmsKey key = state.key(input.required("KeyId"));
        KmsGrant.Terms terms = KmsGrantTerms.read(input, key);
        permitCreation(call, key, terms);
        KeyAccess.requireEnabled(key);
        KeyAccess.endDryRun(call);
        @Nullable String name = input.text("Name");
        KmsGrant grant = same(key, name, terms);
        if (grant == null) {
            grant = new KmsGrant(newId(), key.id(), name, state.clock().instant(), terms);
            state.grants().put(grant);
        }
        return JsonBody.object().put("GrantId", grant.id()).put("GrantToken", tokens.tokenFor(grant));
    }

    /** Who may create grants by a grant only, gives no more than that grant allows. */
    private void permitCreation(AwsCall call, KmsKey key, KmsGrant.Terms terms) {
        if (access.policyAllows(call, key, "CreateGrant")) {
            return;
        }
        Predicate<KmsGrant> parent = grant -> call.caller().is(grant.terms().grantee())
                && grant.terms().operations().contains("CreateGrant")
                && KmsGrantTerms.asStrict(grant.terms(), terms);
        if (state.grantsOn(key).stream().noneMatch(parent)) {
            throw access.denied(call, key, "CreateGrant", "because no resource-based policy and no grant allows it");
        }
    }

    private @Nullable KmsGrant same(KmsKey key, @Nullable String name, KmsGrant.Terms terms) {
        return state.grantsOn(key).stream()
                .filter(grant -> name != null && name.equals(grant.name()) && terms.equals(grant.terms()))
                .findFirst()
                .orElse(null);
    }

    private ObjectNode listGrants(AwsCall call) {
        KmsKey key = access.administered(call);
        @Nullable String id = call.input().text("GrantId");
        @Nullable String grantee = call.input().text("GranteePrincipal");
        return page(
                call,
                state.grantsOn(key).stream()
                        .filter(grant -> id == null || id.equals(grant.id()))
                        .filter(grant ->
                                grantee == null || grantee.equals(grant.terms().grantee()))
                        .toList());
    }

    private ObjectNode listRetirableGrants(AwsCall call) {
        String retiring = call.input().required("RetiringPrincipal");
        return page(
                call,
                state.grants().all().stream()
                        .filter(grant -> retiring.equals(grant.terms().retiring()))
                        .toList());
    }

    private ObjectNode page(AwsCall call, List<KmsGrant> grants) {
        MarkedPage<KmsGrant> page = MarkedPage.of(call, MarkedPage.Style.kms(100, 50), grants, KmsGrant::id);
        return page.json().set("Grants", JsonBody.array(page.items(), this::describe));
    }

    private ObjectNode describe(KmsGrant grant) {
        KmsGrant.Terms terms = grant.terms();
        ObjectNode json = JsonBody.object()
                .put("KeyId", state.arn("key/" + grant.keyId()))
                .put("GrantId", grant.id())
                .put("Name", Objects.requireNonNullElse(grant.name(), ""))
                .put("GranteePrincipal", terms.grantee())
                .put(
                        "IssuingAccount",
                        "arn:" + state.account().partition() + ":iam::"
                                + state.account().id() + ":root");
        AwsJson.putTime(json, "CreationDate", grant.created());
        AwsJson.putText(json, "RetiringPrincipal", terms.retiring());
        json.set("Operations", AwsJson.texts(terms.operations()));
        if (terms.constraint() != null) {
            ObjectNode context = JsonBody.object();
            terms.context().forEach(context::put);
            json.set("Constraints", JsonBody.object().set(terms.constraint(), context));
        }
        return json;
    }

    private ObjectNode retireGrant(AwsCall call) {
        AwsInput input = call.input();
        KmsGrant grant;
        if (input.has("GrantToken")) {
            grant = state.grants().find(tokens.grantId(input.required("GrantToken")));
            if (grant == null) {
                throw new AwsError("InvalidGrantTokenException", "The grant of this token was retired or revoked.");
            }
        } else {
            grant = grant(state.key(input.required("KeyId")), input.required("GrantId"));
        }
        call.about(state.key(grant.keyId()).arn());
        permitRetirement(call, grant);
        KeyAccess.endDryRun(call);
        state.grants().remove(grant.id());
        return JsonBody.object();
    }

    private void permitRetirement(AwsCall call, KmsGrant grant) {
        @Nullable String retiring = grant.terms().retiring();
        boolean retires = retiring != null && call.caller().is(retiring);
        if (!retires && !grant.permits(call.caller(), "RetireGrant", Map.of())) {
            access.permit(call, state.key(grant.keyId()), "RetireGrant", Map.of());
        }
    }

    private ObjectNode revokeGrant(AwsCall call) {
        KmsKey key = access.administered(call);
        KmsGrant grant = grant(key, call.input().required("GrantId"));
        KeyAccess.endDryRun(call);
        state.grants().remove(grant.id());
        return JsonBody.object();
    }

    private KmsGrant grant(KmsKey key, String id) {
        KmsGrant grant = state.grants().find(id);
        if (grant == null || !grant.keyId().equals(key.id())) {
            throw new AwsError("NotFoundException", "Grant ID " + id + " not found on key " + key.arn());
        }
        return grant;
    }

    private String newId() {
        byte[] id = new byte[32];
        random.nextBytes(id);
        return HexFormat.of().formatHex(id);
    }
}
