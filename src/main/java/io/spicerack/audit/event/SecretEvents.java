package io.spicerack.audit.event;

import static io.spicerack.audit.event.EventBuilder.members;

import io.spicerack.model.Arn;
import io.spicerack.model.AuditRecord;

/** Reads of a secret, as Secrets Manager's guide shows them: the ARN, never the value. */
public final class SecretEvents {
    private final EventBuilder.Beginning events;

    SecretEvents(EventBuilder.Beginning events) {
        this.events = events;
    }

    /** The data source is the one that connects with the secret. */
    public AuditRecord getSecretValue(Arn secret, Arn dataSource, Outcome outcome) {
        return events.begin(Caller.SERVICE, "secretsmanager.amazonaws.com", "GetSecretValue")
                .about(dataSource)
                .outcome(outcome)
                .readOnly()
                .request(members("secretId", secret.toString()))
                .additional("dataSourceArn", dataSource.toString())
                .build();
    }
}
