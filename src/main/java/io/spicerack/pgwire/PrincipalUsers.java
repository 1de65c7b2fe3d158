package io.spicerack.pgwire;

import io.spicerack.audit.event.Caller;
import io.spicerack.core.account.DatabasePasswords;
import io.spicerack.core.account.Principal;
import io.spicerack.core.trail.Refusals;
import io.spicerack.query.GrantedDataSets;
import io.spicerack.query.QueryCaller;
import io.spicerack.scram.ScramVerifier;
import java.util.Optional;

/** The account's principals as users: those that have a database password. Thread-safe. */
public final class PrincipalUsers implements SqlUsers {
    private final String port;
    private final GrantedDataSets.Core core;
    private final DatabasePasswords passwords;
    private final Refusals refusals;

    /** @param port as records name it, such as {@code sql} */
    public PrincipalUsers(String port, GrantedDataSets.Core core, DatabasePasswords passwords, Refusals refusals) {
        this.port = port;
        this.core = core;
        this.passwords = passwords;
        this.refusals = refusals;
    }

    @Override
    public Optional<ScramVerifier> verifier(String user) {
        return passwords.verifier(user);
    }

    @Override
    public QueryCaller caller(String user, String address, String application) {
        Optional<Principal> principal = core.principals().named(user);
        Caller caller = new Caller(
                Caller.IdentityType.IAMUser,
                principal.map(Principal::accessKeyId).orElse(null),
                core.principals().arn(user).toString(),
                core.account().id(),
                user,
                address,
                application.isEmpty() ? port : application);
        return new QueryCaller(user, new GrantedDataSets(core, user, caller));
    }

    @Override
    public void refused(String reason, String address) {
        refusals.refused(port, reason, address);
    }
}
