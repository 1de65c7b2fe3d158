package io.spicerack.api;

import io.spicerack.catalog.record.DataSourceRecord;
import io.spicerack.core.account.Principal;
import io.spicerack.core.sources.CredentialsInput;
import io.spicerack.core.sources.DataSources;
import io.spicerack.http.JsonInput;
import io.spicerack.model.Account;
import io.spicerack.model.Arn;
import io.spicerack.model.DataSourceId;
import java.util.List;
import java.util.Optional;

/**
 * The member CopySourceArn: the credentials of another data source, for callers who may look at it and pass it on.
 * Thread-safe.
 */
final class CopySource {
    private static final List<String> NEEDED = List.of("DescribeDataSource", "PassDataSource");
    private static final String RESOURCE = "datasource/";

    private final DataSources dataSources;
    private final Account account;
    private final Access access;

    CopySource(DataSources dataSources, Account account, Access access) {
        this.dataSources = dataSources;
        this.account = account;
        this.access = access;
    }

    /** A secret is named anew, so that the caller's own right to it is checked as for any other. */
    CredentialsInput credentials(Principal caller, JsonInput credentials) {
        DataSourceId id = credentials
                .parsed("CopySourceArn", text -> id(Arn.parse(text)))
                .orElseThrow(() -> credentials.missing("CopySourceArn"));
        // before it is looked for: whether it exists is told only to those who may ask
        NEEDED.forEach(action -> access.check(caller, ResourceKind.PREFIX + action, account.dataSource(id)));
        DataSourceRecord found = dataSources
                .find(id)
                .orElseThrow(
                        () -> ApiError.notFound("DATA_SOURCE", "CopySourceArn: there is no data source '" + id + "'"));
        ApiError.translated("DATA_SOURCE", () -> {
            dataSources.refuseChanged(found);
            return id;
        });
        return DataSourceJson.secret(found)
                .<CredentialsInput>map(CredentialsInput.SecretArn::new)
                .orElseGet(() -> new CredentialsInput.PairOf(id));
    }

    private DataSourceId id(Arn source) {
        return Optional.of(source.resource())
                .filter(resource -> resource.startsWith(RESOURCE))
                .map(resource -> new DataSourceId(resource.substring(RESOURCE.length())))
                .filter(id -> account.dataSource(id).equals(source))
                .orElseThrow(() -> new IllegalArgumentException(
                        source + " is no data source of account " + account.id() + " in " + account.region()));
    }
}
