package io.spicerack.api;

import io.spicerack.core.Spice;
import io.spicerack.model.Account;
import io.spicerack.model.Arn;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DataSourceId;
import java.util.List;
import java.util.stream.Stream;

/** What permissions and tags can be on, with the actions that QuickSight gives its viewers and its owners. */
@SuppressWarnings("ImmutableEnumChecker") // the lists are from List.of
enum ResourceKind {
    DATA_SOURCE(
            "DataSource",
            "data-sources",
            List.of("DescribeDataSource", "DescribeDataSourcePermissions", "PassDataSource"),
            List.of("UpdateDataSource", "DeleteDataSource", "UpdateDataSourcePermissions")),
    DATA_SET(
            "DataSet",
            "data-sets",
            List.of(
                    "DescribeDataSet",
                    "DescribeDataSetPermissions",
                    "PassDataSet",
                    "DescribeIngestion",
                    "ListIngestions",
                    "DescribeRefreshSchedule",
                    "ListRefreshSchedules",
                    "DescribeDataSetRefreshProperties"),
            List.of(
                    "UpdateDataSet",
                    "DeleteDataSet",
                    "UpdateDataSetPermissions",
                    "CreateIngestion",
                    "CancelIngestion",
                    "CreateRefreshSchedule",
                    "UpdateRefreshSchedule",
                    "DeleteRefreshSchedule",
                    "PutDataSetRefreshProperties",
                    "DeleteDataSetRefreshProperties"));

    static final String PREFIX = "quicksight:";

    private final String member;
    private final String path;
    private final List<String> viewer;
    private final List<String> more;

    ResourceKind(String member, String path, List<String> viewer, List<String> more) {
        this.member = member;
        this.path = path;
        this.viewer = viewer;
        this.more = more;
    }

    /** How the names of members and operations begin or end, such as DataSet in DataSetId. */
    String member() {
        return member;
    }

    String path() {
        return path;
    }

    List<String> viewerActions() {
        return viewer.stream().map(PREFIX::concat).toList();
    }

    List<String> ownerActions() {
        return Stream.concat(viewer.stream(), more.stream()).map(PREFIX::concat).toList();
    }

    String describeAction() {
        return PREFIX + "Describe" + member;
    }

    /** {@code IllegalArgumentException} where {@code id} is none. */
    Arn arn(Account account, String id) {
        return switch (this) {
            case DATA_SOURCE -> account.dataSource(new DataSourceId(id));
            case DATA_SET -> account.dataSet(new DataSetId(id));
        };
    }

    boolean exists(Spice spice, String id) {
        return switch (this) {
            case DATA_SOURCE -> spice.dataSources().exists(new DataSourceId(id));
            case DATA_SET -> spice.dataSets().view(new DataSetId(id)).isPresent();
        };
    }
}
