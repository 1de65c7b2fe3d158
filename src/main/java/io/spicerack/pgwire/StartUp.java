package io.spicerack.pgwire;

import io.spicerack.query.SqlState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The first message of a connection. Immutable.
 *
 * @param code the version of the protocol, or one of the requests that stand in its place
 * @param parameters user, database, and settings
 */
record StartUp(int code, Map<String, String> parameters) {
    static final int CANCEL = 80877102;
    static final int TLS = 80877103;
    static final int GSS = 80877104;

    private static final int MAJOR = 3;

    /** The minor version of protocol 3 that is spoken. */
    private static final int MINOR = 0;

    private static final String OPTION_OF_PROTOCOL = "_pq_.";

    static int code(Frame frame) throws FatalException {
        return new FrameReader(frame).readInt();
    }

    static StartUp read(Frame frame) throws FatalException {
        FrameReader in = new FrameReader(frame);
        int code = in.readInt();
        int major = code >>> 16;
        if (major != MAJOR) {
            throw new FatalException(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "unsupported frontend protocol " + major + "." + (code & 0xffff) + ": server supports " + MAJOR
                            + "." + MINOR);
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String name = in.readString(); !name.isEmpty(); name = in.readString()) {
            parameters.put(name, in.readString());
        }
        in.end();
        return new StartUp(code, parameters);
    }

    /** Whether the client wants a newer minor version, or something that is not known. */
    boolean isNewer() {
        return (code & 0xffff) > MINOR || !unknown().isEmpty();
    }

    int minor() {
        return MINOR;
    }

    List<String> unknown() {
        return parameters.keySet().stream()
                .filter(name -> name.startsWith(OPTION_OF_PROTOCOL))
                .toList();
    }

    String user() throws FatalException {
        String user = parameters.getOrDefault("user", "");
        if (user.isEmpty()) {
            throw new FatalException(
                    SqlState.INVALID_AUTHORIZATION_SPECIFICATION,
                    "no PostgreSQL user name specified in startup packet");
        }
        return user;
    }

    String database() {
        return parameters.getOrDefault("database", parameters.getOrDefault("user", ""));
    }

    /** Those that are settings, with those of {@code options}, such as {@code -c statement_timeout=5s}. */
    Map<String, String> settings() throws FatalException {
        Map<String, String> settings = new LinkedHashMap<>();
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            String name = parameter.getKey();
            if (name.equals("replication")
                    && !List.of("false", "off", "no", "0").contains(parameter.getValue())) {
                throw new FatalException(SqlState.FEATURE_NOT_SUPPORTED, "there is no replication here");
            }
            if (name.equals("options")) {
                settings.putAll(options(parameter.getValue()));
            } else if (!List.of("user", "database", "replication").contains(name)
                    && !name.startsWith(OPTION_OF_PROTOCOL)) {
                settings.put(name, parameter.getValue());
            }
        }
        return settings;
    }

    private static Map<String, String> options(String text) throws FatalException {
        Map<String, String> options = new LinkedHashMap<>();
        List<String> words = new ArrayList<>(List.of(text.strip().split("(?<!\\\\)\\s+", -1)));
        words.removeIf(String::isEmpty);
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            boolean apart = word.equals("-c") && i + 1 < words.size();
            String setting =
                    apart ? words.get(++i) : word.startsWith("-c") || word.startsWith("--") ? word.substring(2) : "";
            int equals = setting.indexOf('=');
            if (equals < 1) {
                throw new FatalException(
                        SqlState.FEATURE_NOT_SUPPORTED, "options are settings alone, such as -c statement_timeout=5s");
            }
            options.put(
                    setting.substring(0, equals).replace('-', '_'),
                    setting.substring(equals + 1).replace("\\ ", " "));
        }
        return options;
    }
}
