package io.spicerack.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.catalog.record.ScheduleRecord;
import io.spicerack.core.Spice;
import io.spicerack.core.queue.RefreshSchedules;
import io.spicerack.http.JsonBody;
import io.spicerack.http.JsonInput;
import io.spicerack.model.Account;
import io.spicerack.model.DataSetId;
import io.spicerack.model.RefreshSchedule;
import io.spicerack.model.ScheduleId;
import java.util.List;
import java.util.Set;

/** The refresh schedules of data sets. Thread-safe. */
final class ScheduleOperations {
    private static final String ALL = "/data-sets/{DataSetId}/refresh-schedules";
    private static final String ONE = ALL + "/{ScheduleId}";

    /** QuickSight's ResourceType of a schedule. */
    private static final String RESOURCE = "REFRESH_SCHEDULE";

    private final Spice spice;
    private final RefreshSchedules schedules;
    private final Account account;

    ScheduleOperations(Spice spice, Account account) {
        this.spice = spice;
        this.schedules = spice.schedules();
        this.account = account;
    }

    List<Operation> all() {
        return List.of(
                Operation.of("CreateRefreshSchedule", "POST " + ALL, 200, this::create),
                Operation.of("UpdateRefreshSchedule", "PUT " + ALL, 200, this::update),
                Operation.of("DescribeRefreshSchedule", "GET " + ONE, 200, this::describe),
                Operation.of("DeleteRefreshSchedule", "DELETE " + ONE, 200, this::delete),
                Operation.of("ListRefreshSchedules", "GET " + ALL, 200, this::list));
    }

    private ObjectNode create(OperationCall call) {
        DataSetId dataSet = dataSet(call);
        RefreshSchedule schedule = schedule(call);
        return ApiError.translated(RESOURCE, () -> {
            schedules.create(dataSet, schedule);
            return named(dataSet, schedule.id());
        });
    }

    private ObjectNode update(OperationCall call) {
        DataSetId dataSet = dataSet(call);
        RefreshSchedule schedule = schedule(call);
        return changed(
                dataSet, schedule.id(), ApiError.translated(RESOURCE, () -> schedules.update(dataSet, schedule)));
    }

    private ObjectNode delete(OperationCall call) {
        call.input().allow(Set.of());
        DataSetId dataSet = dataSet(call);
        ScheduleId id = call.id("ScheduleId", ScheduleId::new);
        return changed(dataSet, id, ApiError.translated(RESOURCE, () -> schedules.delete(dataSet, id)));
    }

    private ObjectNode describe(OperationCall call) {
        call.input().allow(Set.of());
        DataSetId dataSet = dataSet(call);
        ScheduleId id = call.id("ScheduleId", ScheduleId::new);
        ScheduleRecord known = schedules.find(dataSet, id).orElseThrow(() -> missing(dataSet, id));
        ObjectNode body = JsonBody.object().put("Arn", arn(dataSet, id));
        body.set("RefreshSchedule", json(known));
        return body;
    }

    private ObjectNode list(OperationCall call) {
        call.input().allow(Set.of());
        ObjectNode body = JsonBody.object();
        body.set("RefreshSchedules", JsonBody.array(schedules.of(dataSet(call)), this::json));
        return body;
    }

    private DataSetId dataSet(OperationCall call) {
        return DataSetOperations.known(spice.dataSets(), call.id("DataSetId", DataSetId::new))
                .dataSet()
                .id();
    }

    private static RefreshSchedule schedule(OperationCall call) {
        JsonInput input = call.input().allow(Set.of("Schedule"));
        return ScheduleJson.read(input.object("Schedule").orElseThrow(() -> input.missing("Schedule")));
    }

    private ObjectNode changed(DataSetId dataSet, ScheduleId id, boolean known) {
        if (!known) {
            throw missing(dataSet, id);
        }
        return named(dataSet, id);
    }

    private static ApiError missing(DataSetId dataSet, ScheduleId id) {
        return ApiError.notFound(RESOURCE, "data set '" + dataSet + "' has no schedule '" + id + "'");
    }

    private ObjectNode json(ScheduleRecord known) {
        return ScheduleJson.write(known.schedule())
                .put("Arn", arn(known.dataSet(), known.schedule().id()));
    }

    private ObjectNode named(DataSetId dataSet, ScheduleId id) {
        return JsonBody.object().put("Arn", arn(dataSet, id)).put("ScheduleId", id.value());
    }

    private String arn(DataSetId dataSet, ScheduleId id) {
        return account.refreshSchedule(dataSet, id).toString();
    }
}
