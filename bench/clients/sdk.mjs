// npm's @aws-sdk/client-quicksight against a running service: what it calls, and that errors come as its own classes.
import assert from "node:assert/strict";
import * as quicksight from "@aws-sdk/client-quicksight";

const AwsAccountId = process.env.AWS_ACCOUNT_ID;
const client = new quicksight.QuickSightClient({});
const call = (name, input = {}) => client.send(new quicksight[name + "Command"]({ AwsAccountId, ...input }));
const seen = (text) => console.log("sdk.mjs: " + text);
const id = "npm-" + process.pid;

async function until(ask, done) {
  for (let i = 0; i < 120; i++) {
    const answer = await ask();
    if (done(answer)) return answer;
    await new Promise((wake) => setTimeout(wake, 500));
  }
  throw new Error("it did not come within a minute");
}

const listed = await call("ListDataSources");
const postgres = listed.DataSources.find((source) => source.DataSourceId === "hospital-postgres");
assert.equal(postgres.Status, "CREATION_SUCCESSFUL");
assert.ok(postgres.CreatedTime instanceof Date);
seen(listed.DataSources.length + " data sources");

await call("CreateDataSource", {
  DataSourceId: id,
  Name: id,
  Type: "POSTGRESQL",
  DataSourceParameters: postgres.DataSourceParameters,
  SslProperties: { DisableSsl: true },
  Credentials: { SecretArn: postgres.SecretArn },
});
const source = await until(
  async () => (await call("DescribeDataSource", { DataSourceId: id })).DataSource,
  (found) => found.Status !== "CREATION_IN_PROGRESS",
);
assert.equal(source.Status, "CREATION_SUCCESSFUL", JSON.stringify(source.ErrorInfo));
seen("data source created and tested");
await assert.rejects(
  call("CreateDataSource", { ...source, CreatedTime: undefined, DataSourceId: id, Credentials: { SecretArn: postgres.SecretArn } }),
  quicksight.ResourceExistsException,
);

const table = {
  patients: {
    CustomSql: {
      DataSourceArn: source.Arn,
      Name: "patients",
      SqlQuery: "SELECT id, city FROM patients",
      Columns: [{ Name: "id", Type: "STRING" }, { Name: "city", Type: "STRING" }],
    },
  },
};
const made = await call("CreateDataSet", { DataSetId: id, Name: id, ImportMode: "SPICE", PhysicalTableMap: table });
const ingestion = await until(
  async () => (await call("DescribeIngestion", { DataSetId: id, IngestionId: made.IngestionId })).Ingestion,
  (found) => ["COMPLETED", "FAILED", "CANCELLED"].includes(found.IngestionStatus),
);
assert.equal(ingestion.IngestionStatus, "COMPLETED", JSON.stringify(ingestion.ErrorInfo));
assert.ok(ingestion.RowInfo.RowsIngested > 0);
seen("data set created, " + ingestion.RowInfo.RowsIngested + " rows sealed");

const Schedule = {
  ScheduleId: "weekly",
  RefreshType: "FULL_REFRESH",
  StartAfterDateTime: new Date("2030-01-01T00:00:00Z"),
  ScheduleFrequency: {
    Interval: "WEEKLY",
    RefreshOnDay: { DayOfWeek: "SUNDAY" },
    Timezone: "America/New_York",
    TimeOfTheDay: "02:30",
  },
};
const schedule = await call("CreateRefreshSchedule", { DataSetId: id, Schedule });
const described = await call("DescribeRefreshSchedule", { DataSetId: id, ScheduleId: "weekly" });
assert.deepEqual(described.RefreshSchedule, { ...Schedule, Arn: schedule.Arn });
await assert.rejects(call("CreateRefreshSchedule", { DataSetId: id, Schedule }), quicksight.ResourceExistsException);
await assert.rejects(
  call("CreateRefreshSchedule", {
    DataSetId: id,
    Schedule: { ...Schedule, ScheduleId: "hourly", ScheduleFrequency: { Interval: "HOURLY" } },
  }),
  quicksight.PreconditionNotMetException,
);
seen("schedule created; what was given comes back, and errors are of the SDK's classes");

await assert.rejects(call("DescribeDataSet", { DataSetId: "none" }), (error) => {
  assert.ok(error instanceof quicksight.ResourceNotFoundException);
  assert.equal(error.ResourceType, "DATA_SET");
  assert.ok(error.$metadata.requestId || error.RequestId);
  return true;
});
const names = [];
for await (const page of quicksight.paginateListDataSets({ client, pageSize: 1 }, { AwsAccountId })) {
  names.push(...page.DataSetSummaries.map((summary) => summary.DataSetId));
}
assert.ok(names.includes(id));
seen("pages of one: " + names.length + " data sets");

await call("DeleteRefreshSchedule", { DataSetId: id, ScheduleId: "weekly" });
await call("DeleteDataSet", { DataSetId: id });
await call("DeleteDataSource", { DataSourceId: id });
await assert.rejects(call("DescribeDataSource", { DataSourceId: id }), quicksight.ResourceNotFoundException);
seen("all held");
