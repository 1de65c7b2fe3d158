package io.spicerack.login;

import io.spicerack.catalog.record.PrincipalRecord;
import io.spicerack.core.account.Principal;
import io.spicerack.core.account.Principals;
import io.spicerack.core.trail.Refusals;
import io.spicerack.model.Secret;
import io.spicerack.model.Ticker;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Lets people in: whoever has the operator's token, under a name of their own, and principals of the API that have a role,
 * with their secret access key. Thread-safe.
 */
public final class Login {
    /** What a name may be. */
    public static final Pattern NAME = Pattern.compile("[A-Za-z0-9@._+-]{1,64}");

    private static final Pattern SECRET_ACCESS_KEY = Pattern.compile("[A-Za-z0-9+/]{40}");

    /** Each look at a principal's key is a call of KMS: a guesser gets a few. */
    private static final int MOST_TRIES = 20;

    private static final Duration TRIES_OF = Duration.ofMinutes(1);

    private final Principals principals;
    private final Predicate<String> token;
    private final Refusals refusals;
    private final Sessions sessions;
    private final Ticker ticker;
    private final Deque<Ticker.Moment> tries = new ArrayDeque<>();

    /** @param token whether a text is the operator's token */
    public Login(Principals principals, Predicate<String> token, Refusals refusals, Sessions sessions, Ticker ticker) {
        this.principals = principals;
        this.token = token;
        this.refusals = refusals;
        this.sessions = sessions;
        this.ticker = ticker;
    }

    /** A new session; empty where what was given opens nothing, which is counted. */
    public Optional<Session> with(String name, String given, String peer) {
        return known(name, given, "management", peer).map(sessions::begin);
    }

    /**
     * The same for a connection of another port, which lasts as long as it is open: no browser has it.
     *
     * @param port as refusals count it
     */
    public Optional<Session> aside(String name, String given, String port, String peer) {
        return known(name, given, port, peer);
    }

    /** Counts somebody who has not got as far as a name and a secret. */
    public void refused(String port, String reason, String peer) {
        refusals.refused(port, reason, peer);
    }

    private Optional<Session> known(String name, String given, String port, String peer) {
        if (token.test(given)) {
            return Optional.of(sessions.make(name, Role.ADMIN, Optional.empty()));
        }
        Optional<Session> session = principal(name, given);
        if (session.isEmpty()) {
            refusals.refused(port, given.isEmpty() ? "NoToken" : "WrongToken", peer);
        }
        return session;
    }

    private Optional<Session> principal(String name, String given) {
        if (!SECRET_ACCESS_KEY.matcher(given).matches()) {
            return Optional.empty();
        }
        Optional<PrincipalRecord> kept = principals.list().stream()
                .filter(known -> known.name().equals(name))
                .findFirst();
        Optional<Role> role = kept.map(principals::principal).flatMap(Role::of);
        if (role.isEmpty() || !mayTry() || !opens(kept.orElseThrow(), given)) {
            return Optional.empty();
        }
        Principal principal = principals.principal(kept.orElseThrow());
        return Optional.of(sessions.make(name, role.orElseThrow(), Optional.of(principal)));
    }

    private synchronized boolean mayTry() {
        tries.removeIf(moment -> ticker.since(moment).compareTo(TRIES_OF) > 0);
        return tries.size() < MOST_TRIES && tries.add(ticker.now());
    }

    private boolean opens(PrincipalRecord kept, String given) {
        try (Secret secret = principals.secretAccessKey(kept)) {
            return secret.reveal(text -> MessageDigest.isEqual(
                    text.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8)));
        }
    }
}
