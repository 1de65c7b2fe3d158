"""Starts, answers and schedules with a large catalog; see bench/README.md. Only the standard library is used."""

import argparse
import collections
import datetime
import json
import os
import pathlib
import statistics
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent.parent / each) for each in ("", "load")]

import catalog  # noqa: E402
import signed  # noqa: E402
from report import machine  # noqa: E402
from servers import Spicerack  # noqa: E402
from service import Cpu, fail, say  # noqa: E402

TEMPLATE = "scale-template"
COLUMNS = [{"Name": "id", "Type": "INTEGER"}, {"Name": "name", "Type": "STRING"}]
# rows cost nothing here: what is measured is all around them
ROWS = "SELECT id, 'name ' || id AS name FROM generate_series(1, 100) AS id"


class Large(Spicerack):
    """The service, asked over both of its HTTP ports."""

    def __init__(self, directory):
        begun = time.monotonic()
        super().__init__(directory)
        self.seconds = time.monotonic() - begun
        self.cpu = Cpu.of(self.process.pid)
        self.account = f"/accounts/{self.variables['AWS_ACCOUNT_ID']}"

    def asked(self, path, method="GET", body=None):
        sent = b"" if body is None else json.dumps(body).encode()
        host = urllib.parse.urlsplit(self.url).netloc
        headers = signed.headers(self.variables, host, path, method, sent)
        request = urllib.request.Request(self.url + path, method=method, headers=headers, data=sent or None)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as e:
            fail(f"{method} {path}: {e.code} {e.read().decode()}")

    def managed(self, path):
        request = urllib.request.Request(self.variables["SPICERACK_MANAGEMENT_URL"] + path)
        request.add_header("Authorization", "Bearer " + self.variables["SPICERACK_MANAGEMENT_TOKEN"])
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)

    def template(self):
        """A data set of the API with a schedule, refreshed once: the one that is copied."""
        arn = f"arn:aws:quicksight:{self.variables['AWS_REGION']}:{self.variables['AWS_ACCOUNT_ID']}:datasource/hospital-postgres"
        table = {"DataSourceArn": arn, "Name": "rows", "SqlQuery": ROWS, "Columns": COLUMNS}
        made = {"DataSetId": TEMPLATE, "Name": TEMPLATE, "ImportMode": "SPICE", "PhysicalTableMap": {"t": {"CustomSql": table}}}
        ingestion = self.asked(self.account + "/data-sets", "POST", made)["IngestionId"]
        path = f"{self.account}/data-sets/{TEMPLATE}"
        for _ in range(600):
            state = self.asked(f"{path}/ingestions/{ingestion}")["Ingestion"]
            if state["IngestionStatus"] in ("COMPLETED", "FAILED"):
                break
            time.sleep(0.1)
        if state["IngestionStatus"] != "COMPLETED":
            fail(f"the data set that is copied was not refreshed: {state}")
        schedule = {
            "ScheduleId": "hourly",
            "RefreshType": "FULL_REFRESH",
            "ScheduleFrequency": {"Interval": "HOURLY", "TimeOfTheDay": "00:00"},
        }
        self.asked(path + "/refresh-schedules", "POST", {"Schedule": schedule})

    def times(self, what, ask, number):
        """Milliseconds of each of so many calls, one after the other."""
        took = []
        for i in range(number):
            begun = time.monotonic()
            ask(i)
            took.append((time.monotonic() - begun) * 1000)
        took.sort()
        result = {"median": statistics.median(took), "p99": took[int(0.99 * (len(took) - 1))], "most": took[-1]}
        say(f"  {what}: " + ", ".join(f"{key} {value:.1f} ms" for key, value in result.items()))
        return result

    def answers(self, options):
        sets = options.data_sets
        each = lambda i: f"{self.account}/data-sets/{catalog.name(i * 37 % sets)}"  # noqa: E731
        asked = {
            "DescribeDataSet": lambda i: self.asked(each(i)),
            "ListDataSets, a page of 100": lambda i: self.asked(self.account + "/data-sets"),
            "ListIngestions, a page of 100": lambda i: self.asked(each(i) + "/ingestions"),
            "ListRefreshSchedules": lambda i: self.asked(each(i) + "/refresh-schedules"),
            "status": lambda i: self.managed("/data-sets"),
            "health": lambda i: self.managed("/health"),
            "audit search by data set": lambda i: self.managed(f"/audit/events?limit=100&data-set={catalog.name(i * 37 % sets)}"),
            "audit search, the newest": lambda i: self.managed("/audit/events?limit=100"),
        }
        if options.only_answers:
            asked = {name: ask for name, ask in asked.items() if options.only_answers in name}
        return {name: self.times(name, ask, options.calls) for name, ask in asked.items()}

    def firings(self, first, minutes, sets):
        """How late each schedule asked for its refresh, over so many whole minutes, and how they ended."""
        time.sleep(max(0, 60 * (first + minutes) + 20 - time.time()))
        late, missed, ended = [], 0, collections.Counter()
        for i in range(sets):
            due = 60 * (first + i % minutes)
            listed = self.asked(f"{self.account}/data-sets/{catalog.name(i)}/ingestions")["Ingestions"]
            found = [each for each in listed[:3] if 0 <= each["CreatedTime"] - due < 60]
            missed += not found
            late += [each["CreatedTime"] - due for each in found[:1]]
            ended.update(each["IngestionStatus"] for each in found[:1])
        lateness = {"median": statistics.median(late), "most": max(late)} if late else None
        return {"due": sets, "missed": missed, "lateSeconds": lateness, "ended": dict(ended)}


def measure(directory, options):
    service = Large(directory)
    try:
        service.template()
    finally:
        service.stop()
    say("scale: making the catalog large ...")
    file = directory / "data" / "catalog" / "catalog.db"
    sizes, first = catalog.enlarge(file, TEMPLATE, options)
    sizes["catalogMb"] = file.stat().st_size / 1e6
    figures = {"sizes": sizes}
    for start in ("first start", "next start"):
        service = Large(directory)
        try:
            figures[start] = {"seconds": service.seconds, "cpuSeconds": service.cpu, "residentMb": service.resident_mb()}
            say(f"  {start}: {figures[start]}")
            if start == "first start":
                figures["firings"] = service.firings(first, options.minutes, options.data_sets)
                say(f"  firings: {figures['firings']}")
            else:
                figures["answers"] = service.answers(options)
                figures["residentMb"] = service.resident_mb()
        finally:
            service.stop()
    return figures


def main():
    parser = argparse.ArgumentParser(prog="bench/scale/run", description=__doc__)
    parser.add_argument("--data-sets", type=int, default=2_000, help="with a schedule each")
    parser.add_argument("--ingestions", type=int, default=1_000_000)
    parser.add_argument("--records", type=int, default=10_000_000, help="of the audit trail")
    parser.add_argument("--minutes", type=int, default=10, help="in which every data set is refreshed once")
    parser.add_argument("--calls", type=int, default=300, help="of each kind")
    parser.add_argument("--only-answers", help="those whose name has this text")
    parser.add_argument("--json", type=pathlib.Path, help="write all figures to this file")
    options = parser.parse_args()
    began = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M UTC")
    busy = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="spicerack-scale-") as directory:
        figures = measure(pathlib.Path(directory), options)
    result = {"began": began, "machine": machine(), "loadAverageBefore": busy, **figures}
    print(json.dumps(result, indent=2))
    if options.json:
        options.json.write_text(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()
