package io.spicerack.pgwire;

import io.spicerack.pgwire.sql.Isolation;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.ServerVersion;
import io.spicerack.query.SqlState;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The settings that clients make when they connect. Those that would change nothing here are taken; a value that would have
 * to change answers is refused. Not thread-safe.
 */
final class ClientSettings {
    /** What a setting may be set to. */
    private enum Takes {
        /** Anything: a name, or what has no effect here. */
        ANY,
        /** What it is, in any letters, and nothing else. */
        ITSELF,
        UTF8,
        ISO_DATES,
        UTC,
        DURATION,
        ISOLATION,
        ON,
        /** It is told and not set. */
        NOTHING
    }

    private record Setting(Takes takes, String initial, boolean reported) {}

    private static final String ON = "on";
    private static final String STATEMENT_TIMEOUT = "statement_timeout";
    private static final int MOST_VALUE = 1000;
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})\\s*(us|ms|s|min|h|d)?");
    private static final Map<String, Setting> KNOWN = new TreeMap<>(Map.ofEntries(
            Map.entry("application_name", new Setting(Takes.ANY, "", true)),
            Map.entry("authorization", new Setting(Takes.ITSELF, "default", false)),
            Map.entry("backslash_quote", new Setting(Takes.ITSELF, "safe_encoding", false)),
            Map.entry("bytea_output", new Setting(Takes.ITSELF, "hex", false)),
            Map.entry("client_encoding", new Setting(Takes.UTF8, "UTF8", true)),
            Map.entry("client_min_messages", new Setting(Takes.ANY, "notice", false)),
            Map.entry("datestyle", new Setting(Takes.ISO_DATES, "ISO, MDY", true)),
            Map.entry("default_transaction_isolation", new Setting(Takes.ISOLATION, Isolation.LEVEL, false)),
            Map.entry("default_transaction_read_only", new Setting(Takes.ON, ON, true)),
            Map.entry("escape_string_warning", new Setting(Takes.ANY, ON, false)),
            Map.entry("extra_float_digits", new Setting(Takes.ANY, "1", false)),
            Map.entry("idle_in_transaction_session_timeout", new Setting(Takes.DURATION, "0", false)),
            Map.entry("idle_session_timeout", new Setting(Takes.DURATION, "0", false)),
            Map.entry("in_hot_standby", new Setting(Takes.NOTHING, "off", true)),
            Map.entry("integer_datetimes", new Setting(Takes.NOTHING, ON, true)),
            Map.entry("intervalstyle", new Setting(Takes.ITSELF, "postgres", true)),
            Map.entry("is_superuser", new Setting(Takes.NOTHING, "off", true)),
            Map.entry("jit", new Setting(Takes.ANY, "off", false)),
            Map.entry("lc_collate", new Setting(Takes.NOTHING, "C", false)),
            Map.entry("lc_ctype", new Setting(Takes.NOTHING, "C", false)),
            Map.entry("lc_messages", new Setting(Takes.ANY, "C", false)),
            Map.entry("lc_monetary", new Setting(Takes.ANY, "C", false)),
            Map.entry("lc_numeric", new Setting(Takes.ANY, "C", false)),
            Map.entry("lc_time", new Setting(Takes.ANY, "C", false)),
            Map.entry("lock_timeout", new Setting(Takes.DURATION, "0", false)),
            Map.entry("max_identifier_length", new Setting(Takes.NOTHING, "63", false)),
            Map.entry("max_index_keys", new Setting(Takes.NOTHING, "32", false)),
            Map.entry("role", new Setting(Takes.ITSELF, "none", false)),
            Map.entry("row_security", new Setting(Takes.ON, ON, false)),
            Map.entry("search_path", new Setting(Takes.ANY, "spice, pg_catalog", false)),
            Map.entry("server_encoding", new Setting(Takes.NOTHING, "UTF8", true)),
            Map.entry("server_version", new Setting(Takes.NOTHING, ServerVersion.TEXT, true)),
            Map.entry("server_version_num", new Setting(Takes.NOTHING, ServerVersion.NUMBER, false)),
            Map.entry("session_authorization", new Setting(Takes.NOTHING, "", true)),
            Map.entry("ssl_renegotiation_limit", new Setting(Takes.ANY, "0", false)),
            Map.entry("standard_conforming_strings", new Setting(Takes.ON, ON, true)),
            Map.entry(STATEMENT_TIMEOUT, new Setting(Takes.DURATION, "0", false)),
            Map.entry("synchronize_seqscans", new Setting(Takes.ANY, ON, false)),
            Map.entry("timezone", new Setting(Takes.UTC, "UTC", true)),
            Map.entry("transaction_isolation", new Setting(Takes.ISOLATION, Isolation.LEVEL, false)),
            Map.entry("transaction_read_only", new Setting(Takes.ON, ON, false)),
            Map.entry("xmloption", new Setting(Takes.ANY, "content", false))));

    /** As clients know them, where that is not in small letters. */
    private static final Map<String, String> SPELLING =
            Map.of("datestyle", "DateStyle", "intervalstyle", "IntervalStyle", "timezone", "TimeZone");

    private final Map<String, String> own = new TreeMap<>();
    private final Map<String, String> atStart = new TreeMap<>();

    /** Takes what the start-up message says. A time zone is passed over: instants are told in UTC, with their offset. */
    void start(String user, Map<String, String> said) throws QueryRefusal {
        atStart.put("session_authorization", user);
        for (Map.Entry<String, String> setting : said.entrySet()) {
            String name = setting.getKey().toLowerCase(Locale.ROOT);
            if (!name.equals("timezone")) {
                set(name, Optional.of(setting.getValue()));
            }
        }
        atStart.putAll(own);
        own.clear();
    }

    /** What a client is told once it has logged in, and whenever one of them changes. */
    Map<String, String> reported() {
        Map<String, String> reported = new LinkedHashMap<>();
        KNOWN.forEach((name, setting) -> {
            if (setting.reported()) {
                reported.put(spelling(name), value(name, setting));
            }
        });
        return reported;
    }

    /** {@code value} is empty for the default. */
    void set(String name, Optional<String> value) throws QueryRefusal {
        Setting setting = known(name);
        if (setting.takes() == Takes.NOTHING) {
            throw new QueryRefusal(
                    SqlState.INSUFFICIENT_PRIVILEGE, "parameter \"" + spelling(name) + "\" cannot be changed");
        }
        if (value.isEmpty()) {
            own.remove(name);
        } else {
            own.put(name, checked(name, setting, value.get()));
        }
    }

    void reset() {
        own.clear();
    }

    String show(String name) throws QueryRefusal {
        return value(name, known(name));
    }

    Map<String, String> all() {
        Map<String, String> all = new LinkedHashMap<>();
        KNOWN.forEach((name, setting) -> all.put(spelling(name), value(name, setting)));
        return all;
    }

    static String spelling(String name) {
        return SPELLING.getOrDefault(name, name);
    }

    /** The longest that a statement may take: the client's word, where that is less than ours. */
    Duration statementTimeout(Duration ours) {
        Duration wanted = duration(own.getOrDefault(STATEMENT_TIMEOUT, atStart.getOrDefault(STATEMENT_TIMEOUT, "0")));
        return wanted.isZero() || (!ours.isZero() && ours.compareTo(wanted) < 0) ? ours : wanted;
    }

    private String value(String name, Setting setting) {
        return own.getOrDefault(name, atStart.getOrDefault(name, setting.initial()));
    }

    private static Setting known(String name) throws QueryRefusal {
        Setting setting = KNOWN.get(name);
        if (setting == null) {
            throw new QueryRefusal(
                    SqlState.UNDEFINED_OBJECT,
                    "unrecognized configuration parameter; SHOW ALL lists those that there are");
        }
        return setting;
    }

    private static String checked(String name, Setting setting, String value) throws QueryRefusal {
        boolean good = value.length() <= MOST_VALUE
                && switch (setting.takes()) {
                    case ANY -> true;
                    case ITSELF -> value.equalsIgnoreCase(setting.initial());
                    case UTF8 -> isUtf8(value);
                    case ISO_DATES -> isIso(value);
                    case UTC -> isUtc(value);
                    case DURATION -> DURATION.matcher(value).matches();
                    case ISOLATION -> Isolation.isServed(value);
                    case ON -> isOn(value);
                    case NOTHING -> false;
                };
        if (!good) {
            throw new QueryRefusal(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "parameter \"" + spelling(name) + "\" takes another value: "
                            + switch (setting.takes()) {
                                case ANY -> "at most " + MOST_VALUE + " characters";
                                case ITSELF, UTF8, UTC -> setting.initial() + " alone";
                                case ISO_DATES -> "ISO with any order";
                                case DURATION -> "milliseconds, or such as 30s";
                                case ISOLATION ->
                                    Isolation.LEVEL + ", since each statement reads the versions that are"
                                            + " current when it begins";
                                case ON -> "on alone";
                                case NOTHING -> "none";
                            });
        }
        return switch (setting.takes()) {
            case ANY, DURATION -> value;
            case ITSELF, UTF8, ISO_DATES, UTC, ISOLATION, ON, NOTHING -> setting.initial();
        };
    }

    private static boolean isUtf8(String value) {
        // asyncpg puts it in quotes
        String plain =
                value.toUpperCase(Locale.ROOT).replace("-", "").replace("_", "").replace("'", "");
        return List.of("UTF8", "UNICODE", "AUTO").contains(plain);
    }

    private static boolean isIso(String value) {
        String plain = value.toUpperCase(Locale.ROOT).replace(" ", "");
        return plain.matches("ISO(,(MDY|DMY|YMD|US|EUROPEAN|NONEUROPEAN))?|MDY|DMY|YMD");
    }

    private static boolean isUtc(String value) {
        return List.of("UTC", "ETC/UTC", "GMT", "Z", "0", "+00", "+00:00", "ETC/GMT", "UCT", "ZULU")
                .contains(value.toUpperCase(Locale.ROOT));
    }

    private static boolean isOn(String value) {
        return List.of(ON, "true", "1", "yes", "t").contains(value.toLowerCase(Locale.ROOT));
    }

    private static Duration duration(String value) {
        Matcher parts = DURATION.matcher(value);
        if (!parts.matches()) {
            return Duration.ZERO;
        }
        long count = Long.parseLong(parts.group(1));
        String unit = parts.group(2) == null ? "ms" : parts.group(2);
        return switch (unit) {
            case "us" -> Duration.ofNanos(count * 1000);
            case "s" -> Duration.ofSeconds(count);
            case "min" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            case "d" -> Duration.ofDays(count);
            default -> Duration.ofMillis(count);
        };
    }
}
