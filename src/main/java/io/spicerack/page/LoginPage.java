package io.spicerack.page;

import io.spicerack.http.HttpAnswer;
import io.spicerack.http.HttpRequest;
import java.util.List;

/** Asks for the token and a name. */
final class LoginPage {
    /** Where Hawtio is, which sends those who are not logged in here. */
    static final String HAWTIO = "/hawtio/";

    private LoginPage() {}

    /** Where to go after a login, as the address says. */
    static String destination(HttpRequest request) {
        return request.target().query().getOrDefault("to", List.of("")).get(0).equals("hawtio") ? HAWTIO : "/";
    }

    /**
     * @param why the last try was refused; empty before one
     * @param to where a login leads
     */
    static HttpAnswer answer(int status, String why, String to) {
        return PageFrame.answer(status, "Log in - Spicerack", 0, html -> {
            html.open("main", "class", "narrow").element("h1", "Spicerack");
            if (!why.isEmpty()) {
                html.element("p", why, "class", "bad", "role", "alert");
            }
            html.open("form", "method", "post", "action", "/login");
            html.open("input", "type", "hidden", "name", "to", "value", to);
            html.element("label", "Your name, for the audit trail", "for", "name");
            html.open("input", "id", "name", "name", "name", "autocomplete", "username", "required", "required");
            html.element(
                    "label",
                    "Token: what is in management.token in the data directory, or a principal's secret access key",
                    "for",
                    "token");
            html.open(
                    "input",
                    "id",
                    "token",
                    "name",
                    "token",
                    "type",
                    "password",
                    "autocomplete",
                    "off",
                    "required",
                    "required");
            html.element("p", () -> html.element("button", "Log in"));
            html.close("form").close("main");
        });
    }
}
