package io.spicerack.pgwire;

import io.spicerack.query.QueryCaller;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.SqlState;
import io.spicerack.scram.ScramExchange;
import io.spicerack.scram.ScramVerifier;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** From the start-up message until a client has proven its password. Of one connection; not thread-safe. */
final class SqlLogin implements Dialogue {
    static final String DATABASE = "spicerack";

    private static final int SASL = 10;
    private static final int SASL_CONTINUE = 11;
    private static final int SASL_FINAL = 12;

    /** What the port lends a log-in. */
    interface Port {
        ConnectionResources resources();

        /** Where the client is. */
        String address();

        /** The session of who has logged in, with the numbers that cancel it; refuses where a principal has too many. */
        Opened opened(QueryCaller caller, ClientSettings settings) throws FatalException;
    }

    /** @param process with {@code secret}, what a CancelRequest has to show */
    record Opened(SqlSession session, int process, int secret) {}

    private final Port port;
    private final ClientSettings settings = new ClientSettings();
    private String user = "";
    private @Nullable ScramExchange exchange;
    private boolean challenged;

    SqlLogin(Port port) {
        this.port = port;
    }

    @Override
    public Dialogue take(Frame frame, Replies out) throws FatalException {
        if (frame.type() == Frame.STARTUP) {
            start(StartUp.read(frame), out);
            return this;
        }
        ScramExchange running = exchange;
        if (frame.type() != 'p' || running == null) {
            throw new FatalException(
                    SqlState.PROTOCOL_VIOLATION, "message '" + frame.type() + "' came where the password had to come");
        }
        if (!challenged) {
            challenged = true;
            challenge(running, frame, out);
            return this;
        }
        String answer = running.answer(text(frame.body()));
        if (answer == null) {
            throw refused();
        }
        out.authentication(SASL_FINAL, answer);
        return welcome(out);
    }

    private void start(StartUp start, Replies out) throws FatalException {
        user = start.user();
        if (start.isNewer()) {
            out.negotiate(start.minor(), start.unknown());
        }
        try {
            settings.start(user, start.settings());
        } catch (QueryRefusal e) {
            throw new FatalException(e.state(), e.words());
        }
        if (!start.database().equals(DATABASE)) {
            throw new FatalException(
                    SqlState.INVALID_CATALOG_NAME,
                    "there is one database here, \"" + DATABASE + "\": connect to it by name");
        }
        ScramVerifier verifier = port.resources()
                .users()
                .verifier(user)
                .orElseGet(() ->
                        ScramVerifier.ofNobody(user, port.resources().secrecy().nobody()));
        exchange = new ScramExchange(verifier, port.resources().secrecy().random());
        out.authentication(SASL, ScramExchange.MECHANISM + "\0\0");
    }

    private void challenge(ScramExchange running, Frame frame, Replies out) throws FatalException {
        FrameReader in = new FrameReader(frame);
        String mechanism = in.readString();
        if (!mechanism.equals(ScramExchange.MECHANISM)) {
            throw new FatalException(
                    SqlState.PROTOCOL_VIOLATION, "the one way to log in here is " + ScramExchange.MECHANISM);
        }
        byte[] first = in.readBytes(in.readInt());
        in.end();
        String challenge = running.challenge(text(first));
        if (challenge == null) {
            throw new FatalException(
                    SqlState.PROTOCOL_VIOLATION,
                    "malformed SCRAM message, or one that binds the channel, which this server does not offer");
        }
        out.authentication(SASL_CONTINUE, challenge);
    }

    private Dialogue welcome(Replies out) throws FatalException {
        out.authentication(0, "");
        QueryCaller caller = port.resources().users().caller(user, port.address(), application());
        Opened opened = port.opened(caller, settings);
        settings.reported().forEach(out::parameterStatus);
        out.backendKey(opened.process(), opened.secret());
        out.ready('I');
        return opened.session();
    }

    private String application() {
        try {
            return settings.show("application_name");
        } catch (QueryRefusal e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same for a user who is not there and a password that is wrong. */
    private FatalException refused() {
        port.resources().users().refused("wrong user or password", port.address());
        return new FatalException(
                SqlState.INVALID_PASSWORD, "password authentication failed for user \"" + user + "\"");
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public boolean isBusy() {
        return false;
    }

    @Override
    public void proceed(Replies out) {
        // nothing is under way between two messages
    }

    @Override
    public void settle() {
        // nothing was given yet
    }

    @Override
    public boolean isUnsettled() {
        return false;
    }

    @Override
    public void cancel(QueryRefusal why) {
        // nothing runs yet
    }

    @Override
    public @Nullable QueryRefusal overdue() {
        return null;
    }

    @Override
    public boolean isLoggedIn() {
        return false;
    }

    @Override
    public void close() {
        exchange = null;
    }
}
