package io.spicerack.page;

import io.spicerack.core.Spice;
import io.spicerack.core.queue.RouteFiles;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.http.HttpAnswer;
import io.spicerack.http.HttpRequest;
import io.spicerack.http.RequestTarget;
import io.spicerack.login.Login;
import io.spicerack.login.OwnOrigin;
import io.spicerack.login.Session;
import io.spicerack.login.Sessions;
import io.spicerack.ops.Health;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The page and its forms, behind the login of the management port. Thread-safe. */
public final class OperatorPage {
    private static final Set<String> PATHS = Set.of("", "login", "logout", "confirm", "do", "file");
    private static final int RUNNING_AGAIN = 5;
    private static final int QUIET_AGAIN = 60;

    private final Spice spice;
    private final Health health;
    private final Clock clock;
    private final Login login;
    private final Sessions sessions;

    public OperatorPage(Spice spice, Health health, Clock clock, Login login, Sessions sessions) {
        this.spice = spice;
        this.health = health;
        this.clock = clock;
        this.login = login;
        this.sessions = sessions;
    }

    /** Whether the page answers what is asked for. */
    public static boolean serves(List<String> path) {
        return path.isEmpty() || (path.size() == 1 && PATHS.contains(path.get(0)));
    }

    public HttpAnswer answer(HttpRequest request, List<String> path) {
        String what = path.isEmpty() ? "" : path.get(0);
        boolean sends = request.method().equals("POST");
        Optional<Session> session = sessions.of(request);
        if (what.equals("login") && sends) {
            return login(request);
        }
        if (session.isEmpty()) {
            return LoginPage.answer(401, "", LoginPage.destination(request));
        }
        if (!sends) {
            return switch (what) {
                case "confirm" -> confirm(request, session.get());
                case "file" -> file(request, session.get());
                default -> overview(session.get(), "");
            };
        }
        Map<String, String> form = form(request);
        if (!session.get().sent(form.getOrDefault("form", "")) || !OwnOrigin.sentOrSilent(request)) {
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
            return PageFrame.see("/").with("Set-Cookie", Sessions.noCookie());
        }
        return act(session.get(), form, request.peer());
    }

    private HttpAnswer login(HttpRequest request) {
        Map<String, String> form = form(request);
        String to = form.getOrDefault("to", "/").equals(LoginPage.HAWTIO) ? LoginPage.HAWTIO : "/";
        String name = form.getOrDefault("name", "").strip();
        if (!Login.NAME.matcher(name).matches()) {
            return LoginPage.answer(400, "Your name is for the audit trail: letters, digits and @ . _ + - please.", to);
        }
        try {
            return Optional.of(form.getOrDefault("token", "").strip())
                    .filter(given -> OwnOrigin.sentOrSilent(request))
                    .flatMap(given -> login.with(name, given, request.peer()))
                    .map(session -> PageFrame.see(to).with("Set-Cookie", Sessions.cookie(session)))
                    .orElseGet(() -> LoginPage.answer(
                            401,
                            "That is neither the token of this run of the service, nor the secret access key of a principal"
                                    + " of this name that has a role.",
                            to));
        } catch (KeyUnavailableException e) {
            return LoginPage.answer(503, "KMS does not open the keys of principals now: " + e.getMessage(), to);
        }
    }

    private HttpAnswer overview(Session session, String told) {
        PageState state = PageState.read(spice, health, clock);
        int again = state.sets().running().isEmpty() ? QUIET_AGAIN : RUNNING_AGAIN;
        return PageFrame.answer(200, "Spicerack", told.isEmpty() ? again : 0, html -> {
            html.open("header").element("h1", "Spicerack");
            html.element(
                    "span",
                    PageText.minute(state.now()) + " UTC, as " + session.operator() + ", "
                            + session.role().word(),
                    "class",
                    "dim");
            html.element("a", "Camel and JMX", "class", "button", "href", LoginPage.HAWTIO);
            html.open("form", "method", "post", "action", "/logout");
            hidden(html, "form", session.form());
            html.element("button", "Log out").close("form").close("header").open("main");
            if (!told.isEmpty()) {
                html.element("div", () -> html.element("p", told), "class", "banner warnbox", "role", "status");
            }
            new Banner(state, html).write();
            new DataSetTable(state, html, session.role()).write();
            new RunTimeline(state, html).write();
            new KeyMap(state, html, session.role()).write();
            new AuditByHour(state, html).write();
            new SourceTable(state, html).write();
            new FileTable(state, html, session.role()).write();
            html.close("main");
        });
    }

    private HttpAnswer file(HttpRequest request, Session session) {
        String of = query(request, "of");
        if (!session.role().includes(FileTable.DIFFERS_FOR)) {
            return overview(
                    session,
                    "What route files say is for the role " + FileTable.DIFFERS_FOR.word() + "; " + session.operator()
                            + " has " + session.role().word() + ".");
        }
        RouteFiles files = spice.ingestions().routeFiles();
        return files.all().stream()
                .filter(line -> line.file().equals(of))
                .findFirst()
                .map(line -> FilePage.answer(line, files.difference(of)))
                .orElseGet(() -> overview(session, "There is no route file '" + of + "'."));
    }

    /** Empty where it is not there. */
    private static String query(HttpRequest request, String name) {
        return request.target().query().getOrDefault(name, List.of("")).get(0);
    }

    private HttpAnswer confirm(HttpRequest request, Session session) {
        String of = query(request, "of");
        Optional<PageAction> action = PageAction.named(query(request, "do"));
        if (action.isEmpty()) {
            return PageFrame.see("/");
        }
        PageAction wanted = action.get();
        if (!session.role().includes(wanted.role())) {
            return overview(session, notFor(session, wanted));
        }
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
        if (!session.role().includes(action.get().role())) {
            spice.refusals().refused("management", "RoleTooLow", peer);
            return overview(session, notFor(session, action.get()));
        }
        String told;
        try {
            told = spice.callers().as(session.caller(peer, "spicerack-page"), () -> action.get()
                    .run(spice, of, session.operator()));
        } catch (IllegalArgumentException | IllegalStateException | KeyUnavailableException e) {
            told = String.valueOf(e.getMessage());
        }
        return overview(session, action.get().title() + " " + of + ": " + told);
    }

    private static String notFor(Session session, PageAction action) {
        return action.title() + " is for the role " + action.role().word() + "; " + session.operator() + " has "
                + session.role().word() + ". Nothing was done.";
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
