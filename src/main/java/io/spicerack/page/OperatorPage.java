package io.spicerack.page;

import io.spicerack.audit.event.Caller;
import io.spicerack.core.Spice;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.http.HttpAnswer;
import io.spicerack.http.HttpRequest;
import io.spicerack.http.RequestTarget;
import io.spicerack.ops.Health;
import io.spicerack.page.PageSessions.Session;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The page and its forms, behind a login with the token of the management port. Thread-safe. */
public final class OperatorPage {
    private static final Set<String> PATHS = Set.of("", "login", "logout", "confirm", "do");
    private static final String COOKIE = "spicerack";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9@._+-]{1,64}");
    private static final int RUNNING_AGAIN = 5;
    private static final int QUIET_AGAIN = 60;

    private final Spice spice;
    private final Health health;
    private final Clock clock;
    private final BiFunction<String, String, Optional<PageVisitor>> logins;
    private final PageSessions sessions;

    /** @param logins whom a token lets in, from an address */
    public OperatorPage(
            Spice spice, Health health, Clock clock, BiFunction<String, String, Optional<PageVisitor>> logins) {
        this.spice = spice;
        this.health = health;
        this.clock = clock;
        this.logins = logins;
        this.sessions = new PageSessions(spice.ticker());
    }

    /** Whether the page answers what is asked for. */
    public static boolean serves(List<String> path) {
        return path.isEmpty() || (path.size() == 1 && PATHS.contains(path.get(0)));
    }

    public HttpAnswer answer(HttpRequest request, List<String> path) {
        String what = path.isEmpty() ? "" : path.get(0);
        boolean sends = request.method().equals("POST");
        Optional<Session> session = session(request);
        if (what.equals("login") && sends) {
            return login(request);
        }
        if (session.isEmpty()) {
            return LoginPage.answer(401, "");
        }
        if (!sends) {
            return what.equals("confirm") ? confirm(request, session.get()) : overview(session.get(), "");
        }
        Map<String, String> form = form(request);
        if (!session.get().sent(form.getOrDefault("form", "")) || !sameOrigin(request)) {
            return PageFrame.answer(
                    403,
                    "Spicerack",
                    0,
                    html -> html.element(
                            "main",
                            () -> html.element(
                                    "p", "This form is not from this page, or of another login. Go back to /")));
        }
        if (what.equals("logout")) {
            sessions.end(session.get());
            return PageFrame.see("/").with("Set-Cookie", COOKIE + "=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
        }
        return act(session.get(), form, request.peer());
    }

    private HttpAnswer login(HttpRequest request) {
        Map<String, String> form = form(request);
        String name = form.getOrDefault("name", "").strip();
        if (!NAME.matcher(name).matches()) {
            return LoginPage.answer(400, "Your name is for the audit trail: letters, digits and @ . _ + - please.");
        }
        Optional<PageVisitor> visitor = sameOrigin(request)
                ? logins.apply(form.getOrDefault("token", "").strip(), request.peer())
                : Optional.empty();
        if (visitor.isEmpty()) {
            return LoginPage.answer(401, "That is not the token of this run of the service.");
        }
        Session session = sessions.begin(name, visitor.get());
        return PageFrame.see("/")
                .with(
                        "Set-Cookie",
                        COOKIE + "=" + session.id() + "; Path=/; HttpOnly; SameSite=Strict; Max-Age="
                                + PageSessions.LASTS.toSeconds());
    }

    private HttpAnswer overview(Session session, String told) {
        PageState state = PageState.read(spice, health, clock);
        boolean acts = session.visitor().acts();
        int again = state.sets().running().isEmpty() ? QUIET_AGAIN : RUNNING_AGAIN;
        return PageFrame.answer(200, "Spicerack", told.isEmpty() ? again : 0, html -> {
            html.open("header").element("h1", "Spicerack");
            html.element("span", PageText.minute(state.now()) + " UTC, as " + session.operator(), "class", "dim");
            html.open("form", "method", "post", "action", "/logout");
            hidden(html, "form", session.form());
            html.element("button", "Log out").close("form").close("header").open("main");
            if (!told.isEmpty()) {
                html.element("div", () -> html.element("p", told), "class", "banner warnbox", "role", "status");
            }
            new Banner(state, html).write();
            new DataSetTable(state, html, acts).write();
            new RunTimeline(state, html).write();
            new KeyMap(state, html, acts).write();
            new AuditByHour(state, html).write();
            new SourceTable(state, html).write();
            html.close("main");
        });
    }

    private HttpAnswer confirm(HttpRequest request, Session session) {
        Map<String, List<String>> query = request.target().query();
        String of = query.getOrDefault("of", List.of("")).get(0);
        Optional<PageAction> action =
                PageAction.named(query.getOrDefault("do", List.of("")).get(0));
        if (action.isEmpty()) {
            return PageFrame.see("/");
        }
        PageAction wanted = action.get();
        String foreseen;
        try {
            foreseen = wanted.foresee(spice, of);
        } catch (IllegalArgumentException e) {
            return overview(session, String.valueOf(e.getMessage()));
        }
        return PageFrame.answer(200, wanted.title() + " - Spicerack", 0, html -> {
            html.open("main", "class", "narrow").element("h1", wanted.title() + "?");
            html.element("p", of, "class", "mono");
            html.element("p", wanted.consequence() + " " + foreseen);
            html.open("form", "method", "post", "action", "/do");
            hidden(html, "form", session.form());
            hidden(html, "do", wanted.word());
            hidden(html, "of", of);
            html.element("button", wanted.title(), "class", wanted.dangerous() ? "danger" : "");
            html.close("form")
                    .element("a", "Back", "class", "button", "href", "/")
                    .close("main");
        });
    }

    private HttpAnswer act(Session session, Map<String, String> form, String peer) {
        String of = form.getOrDefault("of", "");
        Optional<PageAction> action = PageAction.named(form.getOrDefault("do", ""));
        if (action.isEmpty()) {
            return PageFrame.see("/");
        }
        if (!session.visitor().acts()) {
            spice.refusals().refused("management", "ReadOnly", peer);
            return overview(session, "You may look at everything and change nothing.");
        }
        Caller caller = new Caller(
                Caller.IdentityType.Unknown, "operator", null, null, session.operator(), peer, "spicerack-page");
        String told;
        try {
            told = spice.callers().as(caller, () -> action.get().run(spice, of, session.operator()));
        } catch (IllegalArgumentException | IllegalStateException | KeyUnavailableException e) {
            told = String.valueOf(e.getMessage());
        }
        return overview(session, action.get().title() + " " + of + ": " + told);
    }

    /** A browser tells where a form stood; other clients do not. */
    private static boolean sameOrigin(HttpRequest request) {
        return request.onlyHeader("origin")
                .map(origin -> request.onlyHeader("host")
                        .filter(host -> origin.equals("http://" + host) || origin.equals("https://" + host))
                        .isPresent())
                .orElse(request.headers("origin").isEmpty());
    }

    private Optional<Session> session(HttpRequest request) {
        return request.onlyHeader("cookie").stream()
                .flatMap(cookies -> Arrays.stream(cookies.split(";", -1)))
                .map(String::strip)
                .filter(cookie -> cookie.startsWith(COOKIE + "="))
                .map(cookie -> cookie.substring(COOKIE.length() + 1))
                .findFirst()
                .flatMap(sessions::find)
                .filter(this::stillMayLook);
    }

    /** A principal that was deleted, or whose key was rotated, is logged in no more. */
    private boolean stillMayLook(Session session) {
        return session.visitor()
                .reader()
                .map(reader -> spice.bearerKeys().still(reader).isPresent())
                .orElse(true);
    }

    private static Map<String, String> form(HttpRequest request) {
        String body = new String(request.body(), StandardCharsets.US_ASCII);
        return RequestTarget.parse("/?" + body).query().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().get(0)));
    }

    private static void hidden(Html html, String name, String value) {
        html.open("input", "type", "hidden", "name", name, "value", value);
    }
}
