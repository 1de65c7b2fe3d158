package io.spicerack.kit.protocol;

import io.spicerack.model.Account;

/** Who signed a request. Immutable. */
public record Caller(String accessKeyId, String accountId, String partition) {
    static Caller of(Account account, String accessKeyId) {
        return new Caller(accessKeyId, account.id(), account.partition());
    }

    String userName() {
        return "local";
    }

    public String arn() {
        return "arn:" + partition + ":iam::" + accountId + ":user/" + userName();
    }

    /** Whether a policy or a grant that names {@code principal} means this caller. */
    public boolean is(String principal) {
        return principal.equals("*")
                || principal.equals(arn())
                || principal.equals(accountId)
                || principal.equals("arn:" + partition + ":iam::" + accountId + ":root");
    }
}
