package io.spicerack.catalog.record;

import io.spicerack.model.Account;
import io.spicerack.model.Arn;
import java.util.regex.Pattern;

/**
 * A user of databases of RDS who logs in by IAM: the resource of {@code rds-db:connect}, whichever instance it is of. Immutable.
 *
 * @param arn {@code arn:aws:rds-db:region:account-id:dbuser:*}{@code /name}
 */
public record DatabaseUser(Arn arn) {
    private static final String SERVICE = "rds-db";
    private static final String ANY_INSTANCE = "dbuser:*/";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.$@-]{1,63}");

    public DatabaseUser {
        if (!is(arn) || !NAME.matcher(name(arn)).matches()) {
            throw new IllegalArgumentException("database user '" + (is(arn) ? name(arn) : arn)
                    + "' has no name of 1 to 63 letters, digits, or any of _ . $ @ -");
        }
    }

    public static DatabaseUser of(Account account, String region, String name) {
        Account there = new Account(account.partition(), region, account.id());
        return new DatabaseUser(new Arn(there.partition(), SERVICE, region, there.id(), ANY_INSTANCE + name));
    }

    /** Whether an ARN names a database user. */
    public static boolean is(Arn arn) {
        return arn.service().equals(SERVICE) && arn.resource().startsWith(ANY_INSTANCE);
    }

    private static String name(Arn arn) {
        return arn.resource().substring(ANY_INSTANCE.length());
    }

    public String name() {
        return name(arn);
    }

    /** Where its instance is. */
    public String region() {
        return arn.region();
    }
}
