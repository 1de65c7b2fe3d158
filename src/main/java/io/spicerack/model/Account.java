package io.spicerack.model;

import java.util.regex.Pattern;

/** The account and Region that Spicerack's resources belong to: it names them as QuickSight does. Immutable. */
public record Account(String partition, String region, String id) {
    private static final Pattern ID = Pattern.compile("[0-9]{12}");
    private static final Pattern REGION = Pattern.compile("[a-z]{2}(-[a-z]+)+-[0-9]");

    public Account {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("account id '" + id + "' is not 12 digits");
        }
        if (!REGION.matcher(region).matches()) {
            throw new IllegalArgumentException("Region '" + region + "' does not look like eu-west-1");
        }
    }

    public Arn dataSource(DataSourceId dataSource) {
        return quicksight("datasource/" + dataSource);
    }

    /** Names no data source: what belongs to all of them, as IAM's policies would. */
    public Arn allDataSources() {
        return quicksight("datasource/*");
    }

    public Arn dataSet(DataSetId dataSet) {
        return quicksight("dataset/" + dataSet);
    }

    public Arn ingestion(DataSetId dataSet, IngestionId ingestion) {
        return quicksight("dataset/" + dataSet + "/ingestion/" + ingestion);
    }

    public Arn refreshSchedule(DataSetId dataSet, ScheduleId schedule) {
        return quicksight("dataset/" + dataSet + "/refresh-schedule/" + schedule);
    }

    private Arn quicksight(String resource) {
        return new Arn(partition, "quicksight", region, id, resource);
    }
}
