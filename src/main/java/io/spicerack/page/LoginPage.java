package io.spicerack.page;

import io.spicerack.http.HttpAnswer;

/** Asks for the token and a name. */
final class LoginPage {
    private LoginPage() {}

    /** @param why the last try was refused; empty before one */
    static HttpAnswer answer(int status, String why) {
        return PageFrame.answer(status, "Log in - Spicerack", 0, html -> {
            html.open("main", "class", "narrow").element("h1", "Spicerack");
            if (!why.isEmpty()) {
                html.element("p", why, "class", "bad", "role", "alert");
            }
            html.open("form", "method", "post", "action", "/login");
            html.element("label", "Your name, for the audit trail", "for", "name");
            html.open("input", "id", "name", "name", "name", "autocomplete", "username", "required", "required");
            html.element(
                    "label",
                    "Token: what is in management.token in the data directory, or the key of a read-only principal, ID:SECRET",
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
