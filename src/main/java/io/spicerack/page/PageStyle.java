package io.spicerack.page;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The one style sheet, which stands in the page: the policy allows it by its digest, and no other. */
final class PageStyle {
    static final String SHEET =
            """
            :root{color-scheme:light dark;--ok:#1a7f37;--warn:#9a6700;--bad:#cf222e;--dim:#59636e;--line:#d1d9e0;--back:#fff;--ink:#1f2328;--soft:#f6f8fa}
            @media (prefers-color-scheme:dark){:root{--ok:#3fb950;--warn:#d29922;--bad:#f85149;--dim:#9198a1;--line:#3d444d;--back:#0d1117;--ink:#f0f6fc;--soft:#151b23}}
            *{box-sizing:border-box}
            body{margin:0;background:var(--back);color:var(--ink);font:15px/1.45 system-ui,sans-serif}
            header,main{max-width:1200px;margin:0 auto;padding:12px 16px}
            header{display:flex;flex-wrap:wrap;gap:8px 16px;align-items:baseline;border-bottom:1px solid var(--line)}
            h1{font-size:20px;margin:0;flex:1}
            h2{font-size:17px;margin:28px 0 8px}
            a{color:inherit}
            .dim{color:var(--dim)}
            .ok{color:var(--ok)}.warn{color:var(--warn)}.bad{color:var(--bad)}
            .banner{border-left:4px solid var(--bad);background:var(--soft);padding:8px 12px;margin:12px 0}
            .banner.warnbox{border-color:var(--warn)}.banner.okbox{border-color:var(--ok)}
            .banner p{margin:4px 0}
            .split{display:flex}.split>svg{flex:none;max-width:none}
            .scroll{overflow-x:auto;direction:rtl;min-width:0}.scroll svg{direction:ltr}
            table{border-collapse:collapse;width:100%}
            th,td{text-align:left;padding:6px 10px 6px 0;border-bottom:1px solid var(--line);vertical-align:top}
            th{font-weight:600;color:var(--dim);font-size:13px}
            td.num,th.num{text-align:right}
            .why{font-size:13px;color:var(--bad);overflow-wrap:anywhere}
            .mono{font-family:ui-monospace,monospace;font-size:13px;overflow-wrap:anywhere}
            .mono[title]{white-space:nowrap}
            .diff{white-space:pre-wrap;background:var(--soft);padding:8px 12px;margin:8px 0}.diff:empty{display:none}
            svg{display:block;max-width:100%;height:auto}
            .scroll svg{max-width:none}
            svg text{fill:var(--dim);font:11px system-ui,sans-serif}
            .bar{fill:var(--line)}.fill{fill:var(--ok)}.fill.warn{fill:var(--warn)}.fill.bad{fill:var(--bad)}.fill.dim{fill:var(--dim)}
            .grid{stroke:var(--line)}
            .heat{fill:var(--warn)}
            form{display:inline}
            button,.button{font:inherit;padding:5px 12px;border:1px solid var(--line);border-radius:6px;background:var(--soft);color:inherit;text-decoration:none;cursor:pointer;display:inline-block;margin:2px 4px 2px 0}
            button.danger{border-color:var(--bad);color:var(--bad)}
            input{font:inherit;padding:6px 8px;border:1px solid var(--line);border-radius:6px;width:100%;background:var(--back);color:inherit}
            label{display:block;margin:12px 0 4px}
            .narrow{max-width:420px}
            @media (max-width:700px){
            table.cards,table.cards tbody,table.cards tr,table.cards td{display:block}
            table.cards thead{position:absolute;left:-9999px}
            table.cards tr{border:1px solid var(--line);border-radius:8px;margin:10px 0;padding:6px 12px}
            table.cards td{border:0;padding:3px 0;text-align:left}
            table.cards td[data-l]::before{content:attr(data-l) ": ";color:var(--dim)}
            table.cards td:empty{display:none}
            }
            """;

    private PageStyle() {}

    /** Nothing but this page's own: no script at all, no image but a blank icon, no frame around it, forms to here alone. */
    static String policy() {
        return "default-src 'none'; style-src 'sha256-" + digest()
                + "'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    }

    private static String digest() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(SHEET.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
