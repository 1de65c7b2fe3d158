package io.spicerack.page;

import io.spicerack.http.HttpAnswer;
import java.util.function.Consumer;

/** What stands around the content of each page. */
final class PageFrame {
    private PageFrame() {}

    /** @param again after how many seconds the browser asks anew; 0 for never */
    static HttpAnswer answer(int status, String title, int again, Consumer<Html> content) {
        Html html = new Html();
        html.raw("<!DOCTYPE html>\n").open("html", "lang", "en").open("head");
        html.raw("<meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
                + "<meta name=\"referrer\" content=\"same-origin\"><link rel=\"icon\" href=\"data:,\">");
        if (again > 0) {
            html.raw("<meta http-equiv=\"refresh\" content=\"" + again + "\">");
        }
        html.element("title", title)
                .raw("<style>")
                .raw(PageStyle.SHEET)
                .raw("</style>")
                .close("head")
                .open("body");
        content.accept(html);
        html.close("body").close("html");
        return guarded(HttpAnswer.text(status, "text/html; charset=utf-8", html.toString()));
    }

    /** 303: the browser asks for {@code path} with GET. */
    static HttpAnswer see(String path) {
        return guarded(HttpAnswer.text(303, "text/plain; charset=utf-8", "").with("Location", path));
    }

    private static HttpAnswer guarded(HttpAnswer answer) {
        return answer.with("Content-Security-Policy", PageStyle.policy())
                .with("X-Content-Type-Options", "nosniff")
                .with("X-Frame-Options", "DENY")
                .with("Referrer-Policy", "same-origin")
                .with("Cache-Control", "no-store");
    }
}
