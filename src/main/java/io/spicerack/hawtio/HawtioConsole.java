package io.spicerack.hawtio;

import static io.spicerack.http.RequestRefusedException.badInput;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.spicerack.core.trail.Callers;
import io.spicerack.core.trail.Refusals;
import io.spicerack.http.HttpAnswer;
import io.spicerack.http.HttpRequest;
import io.spicerack.http.JsonBody;
import io.spicerack.login.OwnOrigin;
import io.spicerack.login.Session;
import io.spicerack.login.Sessions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Hawtio at {@code /hawtio/}, for those who are logged in at the page, and Jolokia at {@code /hawtio/jolokia}. Thread-safe. */
public final class HawtioConsole implements AutoCloseable {
    private static final String PATH = "hawtio";
    private static final String JSON = "application/json";

    /** What Hawtio asks about itself, and gets the same answer each time. */
    private static final Map<String, String> ABOUT = Map.of(
            "plugin", "[]",
            "proxy/enabled", "false",
            "keycloak/enabled", "false",
            "oidc/enabled", "false",
            "auth/config", "{}",
            "auth/config/login", "[]",
            "auth/config/session-timeout", "{\"timeout\":-1}",
            "preset-connections", "[]",
            "refresh", "true",
            "jolokia", "{\"status\":200,\"value\":{\"agent\":\"spicerack\",\"protocol\":\"8.0\"}}");

    private final HawtioAccess access;
    private final Sessions sessions;
    private final Callers callers;
    private final Refusals refusals;
    private @Nullable Jolokia jolokia;

    public HawtioConsole(HawtioAccess access, Sessions sessions, Callers callers, Refusals refusals) {
        this.access = access;
        this.sessions = sessions;
        this.callers = callers;
        this.refusals = refusals;
    }

    /** Whether it answers what is asked for. */
    public boolean serves(List<String> path) {
        return access != HawtioAccess.OFF && !path.isEmpty() && path.get(0).equals(PATH);
    }

    /** Whether a body may come: of a page of this very port, for somebody who is logged in. */
    public boolean admits(HttpRequest head) {
        return access.allows(head.peer())
                && head.method().equals("POST")
                && OwnOrigin.sent(head)
                && sessions.of(head).isPresent();
    }

    /** {@code path} without an empty segment at its end. */
    public HttpAnswer answer(HttpRequest request, List<String> path) {
        if (!access.allows(request.peer())) {
            refusals.refused("management", "HawtioFromElsewhere", request.peer());
            return plain(403, "Hawtio is served to this machine alone; spicerack.management.hawtio says so");
        }
        List<String> below = path.subList(1, path.size());
        Optional<Session> session = sessions.of(request);
        if (request.method().equals("POST")) {
            return session.filter(known -> below.equals(List.of("jolokia")) && admits(request))
                    .map(known -> ask(request, known))
                    .orElseGet(() -> plain(403, "only a page of this port asks, of somebody who is logged in"));
        }
        if (!request.method().equals("GET")) {
            return plain(405, "only GET and POST are allowed").with("Allow", "GET, POST");
        }
        return session.map(known -> look(request, known, below)).orElseGet(() -> stranger(below));
    }

    private HttpAnswer look(HttpRequest request, Session session, List<String> below) {
        String name = String.join("/", below);
        if (name.equals("user")) {
            return told(TextNode.valueOf(session.operator()).toString());
        }
        if (name.equals("auth/logout")) {
            sessions.end(session);
            return see("/").with("Set-Cookie", Sessions.noCookie());
        }
        if (name.equals("hawtconfig.json")) {
            return told(config(session).toString());
        }
        String about = ABOUT.get(name);
        if (about != null) {
            return told(about);
        }
        if (below.isEmpty() && !request.target().path().endsWith("/")) {
            return see("/" + PATH + "/");
        }
        return HawtioFiles.find(below)
                // a place within Hawtio, which its own page shows
                .or(() -> name.contains(".") ? Optional.empty() : HawtioFiles.find(List.of("index.html")))
                .orElseGet(() ->
                        plain(404, "there is nothing at " + request.target().path()));
    }

    /** Its pages ask for a login; what they would load is not for strangers. */
    private static HttpAnswer stranger(List<String> below) {
        return String.join("/", below).contains(".") || below.contains("jolokia")
                ? plain(401, "log in at / first")
                : see("/login?to=hawtio");
    }

    private HttpAnswer ask(HttpRequest request, Session session) {
        // a form of another site can have neither
        if (request.onlyHeader("content-type")
                .filter(type -> type.startsWith(JSON) || type.startsWith("text/json"))
                .isEmpty()) {
            throw badInput("the body of a request is " + JSON + " or text/json");
        }
        byte[] questions =
                JolokiaQuestions.checked(request.body(), request.target().query());
        try {
            return told(DrawnRoutes.in(callers.as(session.caller(request.peer(), "spicerack-hawtio"), () -> jolokia()
                    .answer(questions, session.role()))));
        } catch (IllegalArgumentException e) {
            return plain(400, String.valueOf(e.getMessage()));
        }
    }

    /** Made when it is first asked: most days nobody does. */
    private synchronized Jolokia jolokia() {
        Jolokia made = jolokia;
        if (made == null) {
            made = new Jolokia(AllowedBeans.shipped());
            jolokia = made;
        }
        return made;
    }

    private static ObjectNode config(Session session) {
        ObjectNode config = JsonBody.object();
        config.putObject("branding")
                .put("appName", "Spicerack")
                .put("showAppName", false)
                .put("appLogoUrl", HawtioFiles.LOGO)
                .put("appLogoDarkModeUrl", HawtioFiles.LOGO);
        config.putObject("about")
                .put("title", "Spicerack")
                .put(
                        "description",
                        "Camel routes, schedules and Spicerack's own MBeans. You are " + session.operator() + ", "
                                + session.role().word() + ".");
        // what needs more than the list of MBeans has, or asks elsewhere
        List.of("/connect", "/diagnostics", "/logs", "/springboot", "/runtime")
                .forEach(config.putArray("disabledRoutes")::add);
        return config;
    }

    private static HttpAnswer told(String json) {
        return HawtioFiles.guarded(HttpAnswer.text(200, JSON, json)).with("Cache-Control", "no-store");
    }

    private static HttpAnswer plain(int status, String words) {
        return HawtioFiles.guarded(HttpAnswer.text(status, "text/plain; charset=utf-8", words + "\n"))
                .with("Cache-Control", "no-store");
    }

    private static HttpAnswer see(String path) {
        return HawtioFiles.guarded(HttpAnswer.text(303, "text/plain; charset=utf-8", ""))
                .with("Location", path)
                .with("Cache-Control", "no-store");
    }

    @Override
    public synchronized void close() {
        Jolokia made = jolokia;
        if (made != null) {
            made.close();
            jolokia = null;
        }
    }
}
