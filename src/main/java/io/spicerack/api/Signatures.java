package io.spicerack.api;

import io.spicerack.catalog.record.PrincipalRecord;
import io.spicerack.core.account.Principal;
import io.spicerack.core.account.Principals;
import io.spicerack.envelope.WrappedKey;
import io.spicerack.http.HttpRequest;
import io.spicerack.model.Secret;
import io.spicerack.model.Ticker;
import io.spicerack.model.Ticker.Moment;
import io.spicerack.sigv4.SignatureCheck;
import io.spicerack.sigv4.SignatureRefusedException;
import io.spicerack.sigv4.SignedRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells from its signature who sent a request. A principal's secret access key is opened with KMS when it is needed and
 * forgotten a minute later; a principal that was deleted or whose key was rotated is refused at once. Thread-safe.
 */
final class Signatures {
    private static final Duration KEPT = Duration.ofMinutes(1);

    private static final String SERVICE = "quicksight";

    private record Check(WrappedKey of, SignatureCheck signatures, Moment opened) {}

    private final ApiConfig config;
    private final Principals principals;
    private final Clock clock;
    private final Ticker ticker;
    private final Optional<SignatureCheck> owner;
    private final Map<String, Check> checks = new ConcurrentHashMap<>();

    Signatures(ApiConfig config, Principals principals, Clock clock, Ticker ticker) {
        this.config = config;
        this.principals = principals;
        this.clock = clock;
        this.ticker = ticker;
        this.owner = config.owner()
                .map(key -> new SignatureCheck(key.accessKeyId(), key.secretAccessKey(), config.account(), clock));
    }

    /** Refuses a request that names no access key that there is. What it says is not believed yet. */
    void admit(HttpRequest head) {
        try {
            String accessKeyId = SignatureCheck.accessKeyId(signed(head));
            if (config.owner()
                    .filter(key -> key.accessKeyId().equals(accessKeyId))
                    .isEmpty()) {
                known(accessKeyId);
            }
        } catch (SignatureRefusedException e) {
            throw refused(e);
        }
    }

    /** The sender, or AWS's error. */
    Principal verify(HttpRequest request) {
        try {
            return sender(signed(request));
        } catch (SignatureRefusedException e) {
            throw refused(e);
        }
    }

    /** What is checked is the very request that is served. */
    static SignedRequest signed(HttpRequest request) {
        return new SignedRequest(request.method(), request.line().target(), request.headers(), request.body());
    }

    private Principal sender(SignedRequest signed) {
        String accessKeyId = SignatureCheck.accessKeyId(signed);
        if (config.owner().isPresent()
                && accessKeyId.equals(config.owner().get().accessKeyId())) {
            owner.orElseThrow().verify(signed, SERVICE);
            return Principal.administrator("owner", principals.arn("owner"), accessKeyId);
        }
        PrincipalRecord kept = known(accessKeyId);
        check(kept).verify(signed, SERVICE);
        return principals.principal(kept);
    }

    private PrincipalRecord known(String accessKeyId) {
        return principals
                .withAccessKey(accessKeyId)
                .orElseThrow(() -> new ApiError(
                        403, "UnrecognizedClientException", "The security token included in the request is invalid."));
    }

    private static ApiError refused(SignatureRefusedException e) {
        return new ApiError(403, e.code(), String.valueOf(e.getMessage()));
    }

    private SignatureCheck check(PrincipalRecord kept) {
        checks.values().removeIf(check -> ticker.since(check.opened()).compareTo(KEPT) >= 0);
        Check check = checks.get(kept.accessKeyId());
        if (check == null || !check.of().equals(kept.secretAccessKey())) {
            try (Secret secret = ApiError.translated("USER", () -> principals.secretAccessKey(kept))) {
                check = new Check(
                        kept.secretAccessKey(),
                        new SignatureCheck(kept.accessKeyId(), secret, config.account(), clock),
                        ticker.now());
            }
            checks.put(kept.accessKeyId(), check);
        }
        return check.signatures();
    }
}
