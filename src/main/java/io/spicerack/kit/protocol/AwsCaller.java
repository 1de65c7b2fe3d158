package io.spicerack.kit.protocol;

import io.spicerack.model.Account;

/** Who signed a request. Immutable. */
public record AwsCaller(String accessKeyId, String accountId, String partition) {
    static AwsCaller of(Account account, String accessKeyId) {
        return new AwsCaller(accessKeyId, account.id(), account.partition());
    }

    public String userName() {
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
