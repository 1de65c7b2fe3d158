package io.spicerack.page;

import io.spicerack.model.Ticker;
import io.spicerack.model.Ticker.Moment;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Who is logged in, until the service ends, eight hours are over, or newer ones have come. Thread-safe. */
final class PageSessions {
    static final Duration LASTS = Duration.ofHours(8);
    private static final int MOST = 100;
    private static final int BYTES = 32;

    /**
     * One browser that has shown the token.
     *
     * @param operator the name that the person gave
     * @param visitor what the person has shown
     * @param form stands in each form: what another page sends has it not
     */
    record Session(String id, String operator, PageVisitor visitor, String form, Moment begun) {
        boolean sent(String token) {
            return MessageDigest.isEqual(form.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String toString() {
            return "Session[" + operator + "]";
        }
    }

    private final SecureRandom random = new SecureRandom();
    private final Ticker ticker;
    private final Map<String, Session> open = new LinkedHashMap<>();

    PageSessions(Ticker ticker) {
        this.ticker = ticker;
    }

    synchronized Session begin(String operator, PageVisitor visitor) {
        Session session = new Session(text(), operator, visitor, text(), ticker.now());
        open.put(session.id(), session);
        if (open.size() > MOST) {
            open.remove(open.keySet().iterator().next());
        }
        return session;
    }

    synchronized Optional<Session> find(String id) {
        open.values().removeIf(session -> ticker.since(session.begun()).compareTo(LASTS) > 0);
        return Optional.ofNullable(open.get(id));
    }

    synchronized void end(Session session) {
        open.remove(session.id());
    }

    private String text() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
