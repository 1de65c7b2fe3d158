package io.spicerack.source;

import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.tls.ShownCertificate;
import io.spicerack.tls.UntrustedServerException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Function;

/** Tells a server that did not prove who it is, and so got no password, with the ways out. Stateless. */
public final class UntrustedSource {
    private static final String COMMAND = "`spicerack data-source trust ID`";

    /** Tries to connect, with a trust that takes nobody. */
    @FunctionalInterface
    public interface Asking {
        AutoCloseable connect() throws SQLException;
    }

    private UntrustedSource() {}

    /** Empty where the failure is another. */
    static Optional<IngestionException> of(SourceConfig config, SQLException e) {
        return cause(e, UntrustedServerException.class)
                .map(untrusted -> new IngestionException(
                        IngestionErrorType.SSL_CERTIFICATE_VALIDATION_FAILURE,
                        "Cannot connect to data source " + config.place() + ": " + untrusted.getMessage() + ". "
                                + wayOut(untrusted, config)))
                .or(() -> cause(e, PasswordWithheldException.class)
                        .map(withheld -> new IngestionException(
                                IngestionErrorType.DATA_SOURCE_AUTH_FAILED,
                                "Cannot connect to data source " + config.place() + ": " + withheld.getMessage())));
    }

    /**
     * The certificate of a server that is asked for nothing else.
     *
     * @param failed what becomes of a failure that shows none
     */
    public static ShownCertificate certificate(
            SourceConfig config, Asking asking, Function<SQLException, IngestionException> failed) {
        try {
            asking.connect().close();
        } catch (SQLException e) {
            return cause(e, UntrustedServerException.class)
                    .map(UntrustedServerException::shown)
                    .orElseThrow(() -> failed.apply(e));
        } catch (Exception e) {
            throw new IllegalStateException("a connection that should not be did not close", e);
        }
        throw new IllegalStateException(config.place() + " was connected to though nobody was trusted");
    }

    private static String wayOut(UntrustedServerException untrusted, SourceConfig config) {
        return switch (untrusted.reason()) {
            case SIGNER ->
                "Either put its authority's certificate into config/authorities/ (for RDS and Aurora the bundle that"
                        + " AWS gives out), or name it in SpicerackSourceTrust; or compare the fingerprint with the"
                        + " server's own and pin it with " + COMMAND + "; or give the server a certificate of an"
                        + " authority that is trusted.";
            case NAME ->
                "Either correct the host of the data source; or name what the certificate is for, as HostName in"
                        + " SpicerackSourceTrust; or compare the fingerprint with the server's own and pin it with "
                        + COMMAND + ".";
            case TIME ->
                "Give the server a certificate that is valid now, or correct the clock of this machine; a certificate"
                        + " that is over is not taken even where it is pinned.";
            case OTHER_THAN_PINNED ->
                "Where the server has got a new certificate, compare the fingerprint with the server's own and pin it"
                        + " with " + COMMAND + "; where it has not, somebody stands between here and "
                        + config.host() + ".";
        };
    }

    private static <T extends Throwable> Optional<T> cause(Throwable e, Class<T> type) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return Optional.of(type.cast(cause));
            }
        }
        return Optional.empty();
    }
}
