package io.spicerack.login;

import io.spicerack.core.account.Principal;
import io.spicerack.core.account.Principals;
import io.spicerack.http.HttpRequest;
import io.spicerack.model.Ticker;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Who is logged in, until the service ends, eight hours are over, or newer ones have come. Thread-safe. */
public final class Sessions {
    private static final String COOKIE = "spicerack";
    private static final Duration LASTS = Duration.ofHours(8);
    private static final int MOST = 100;
    private static final int BYTES = 32;

    private final SecureRandom random = new SecureRandom();
    private final Principals principals;
    private final Ticker ticker;
    private final Map<String, Session> open = new LinkedHashMap<>();

    public Sessions(Principals principals, Ticker ticker) {
        this.principals = principals;
        this.ticker = ticker;
    }

    /** One that opens nothing yet. */
    Session make(String operator, Role role, Optional<Principal> principal) {
        return new Session(text(), operator, role, principal, text(), ticker.now());
    }

    /** From now on its cookie opens the page. */
    synchronized Session begin(Session session) {
        open.put(session.id(), session);
        if (open.size() > MOST) {
            open.remove(open.keySet().iterator().next());
        }
        return session;
    }

    /** The one whose cookie a request has. */
    public Optional<Session> of(HttpRequest request) {
        return request.onlyHeader("cookie").stream()
                .flatMap(cookies -> Arrays.stream(cookies.split(";", -1)))
                .map(String::strip)
                .filter(cookie -> cookie.startsWith(COOKIE + "="))
                .map(cookie -> cookie.substring(COOKIE.length() + 1))
                .findFirst()
                .flatMap(this::find)
                .filter(this::stillMay);
    }

    /** A principal that was deleted, or got another key or other actions, has to log in anew. */
    public boolean stillMay(Session session) {
        return session.principal()
                .map(principal -> principals
                        .withAccessKey(principal.accessKeyId())
                        .map(principals::principal)
                        .filter(principal::equals)
                        .isPresent())
                .orElse(true);
    }

    private synchronized Optional<Session> find(String id) {
        open.values().removeIf(session -> ticker.since(session.begun()).compareTo(LASTS) > 0);
        return Optional.ofNullable(open.get(id));
    }

    public synchronized void end(Session session) {
        open.remove(session.id());
    }

    /** The header that gives a browser its session. */
    public static String cookie(Session session) {
        return COOKIE + "=" + session.id() + "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" + LASTS.toSeconds();
    }

    /** The header that takes it away. */
    public static String noCookie() {
        return COOKIE + "=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0";
    }

    private String text() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
