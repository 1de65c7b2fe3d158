"""What one refresh takes, many of them on one node as measured and as simulated, and many on several nodes; see docs/scale.md."""

import argparse
import dataclasses
import datetime
import json
import pathlib
import random
import statistics
import sys
import tempfile
import time

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent.parent / each) for each in ("", "load")]

from report import machine  # noqa: E402
from scale import COLUMNS, Large  # noqa: E402
from service import Cpu, fail, say  # noqa: E402
from simulate import Constants, Machines, simulate  # noqa: E402

SMALL, LARGE = 100, 3_000_000
MIDDLE, SPREAD, MOST = 20_000, 1.6, 2_000_000
SEED = 20261201
# what spicerack.refresh.concurrent is unless said
PLACES = 2
ENDED = ("COMPLETED", "FAILED", "CANCELLED")


def sizes(number):
    """Rows of so many data sets: most are small, a few hold most of the rows."""
    chance = random.Random(SEED)
    return [min(MOST, int(MIDDLE * chance.lognormvariate(0, SPREAD)) + 1) for _ in range(number)]


class Source:
    """The CPU of the embedded PostgreSQL."""

    def __init__(self, data):
        self.pid = int((data / "embedded" / "postgres" / "data" / "postmaster.pid").read_text().splitlines()[0])

    def cpu(self):
        return Cpu.of_tree(self.pid)


class Refreshed:
    """Data sets of the API, and what their refreshes took."""

    def __init__(self, service, source):
        self.service = service
        self.source = source
        self.number = 0

    def path(self, name):
        return f"{self.service.account}/data-sets/{name}"

    def make(self, name, rows):
        account = f"{self.service.variables['AWS_REGION']}:{self.service.variables['AWS_ACCOUNT_ID']}"
        arn = f"arn:aws:quicksight:{account}:datasource/hospital-postgres"
        sql = f"SELECT id, 'name ' || id AS name FROM generate_series(1, {rows}) AS id"
        table = {"DataSourceArn": arn, "Name": "rows", "SqlQuery": sql, "Columns": COLUMNS}
        made = {"DataSetId": name, "Name": name, "ImportMode": "SPICE", "PhysicalTableMap": {"t": {"CustomSql": table}}}
        self.service.asked(self.service.account + "/data-sets", "POST", made)

    def state(self, names):
        known = {each["dataSetId"]: each["lastIngestion"] for each in self.service.managed("/data-sets")["dataSets"]}
        return [known[name] for name in names]

    def settled(self, names):
        """Their last ingestions, once all have ended."""
        while True:
            last = self.state(names)
            if all(each and each["status"] in ENDED for each in last):
                break
            time.sleep(1)
        failed = [each for each in last if each["status"] != "COMPLETED"]
        if failed:
            fail(f"a refresh has not worked: {failed[0]}")
        return last

    def took(self, names):
        """Seconds from the first request to the last end, and CPU seconds of the service and of the source."""
        service, source = Cpu.of(self.service.process.pid), self.source.cpu()
        self.number += 1
        for name in names:
            self.service.asked(f"{self.path(name)}/ingestions/run-{self.number}", "PUT", {"IngestionType": "FULL_REFRESH"})
        last = self.settled(names)
        time_of = lambda text: datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))  # noqa: E731
        begun = min(time_of(each["created"]) for each in last)
        ended = max(time_of(each["ended"]) for each in last)
        return (
            (ended - begun).total_seconds(),
            Cpu.of(self.service.process.pid) - service,
            self.source.cpu() - source,
        )


def constants(refreshed, options):
    """By one small and one large refresh at a time: each the median of some, once they are warm."""
    figures = {}
    for name, rows, times in (("small", SMALL, options.times * 4), ("large", LARGE, options.times)):
        refreshed.make(name, rows)
        refreshed.settled([name])
        for _ in range(options.warm):
            refreshed.took([name])
        taken = [refreshed.took([name]) for _ in range(times)]
        figures[name] = [statistics.median(each) for each in zip(*taken)]
        say(f"  {name}, {rows} rows: wall, service's CPU, source's CPU: " + ", ".join(f"{each:.3f} s" for each in figures[name]))
    (wall, service, source), (_, many_service, many_source) = figures["small"], figures["large"]
    return Constants(
        waiting=max(0.0, wall - service - source),
        service=service,
        service_row=(many_service - service) / (LARGE - SMALL),
        source=source,
        source_row=(many_source - source) / (LARGE - SMALL),
        catalog=options.catalog_ms / 1000,
    )


def measure(directory, options):
    service = Large(directory)
    try:
        refreshed = Refreshed(service, Source(directory / "data"))
        known = constants(refreshed, options)
        rows = sizes(options.data_sets)
        names = [f"of-many-{i:04}" for i in range(len(rows))]
        for name, number in zip(names, rows):
            refreshed.make(name, number)
        refreshed.settled(names)
        wall, _, _ = refreshed.took(names)
    finally:
        service.stop()
    # the embedded source has the node's cores, and the catalog is the node's own file
    alone = dataclasses.replace(known, catalog=0.0)
    simulated, used = simulate(rows, alone, Machines(1, options.cores, PLACES, 0))
    say(f"  {len(rows)} data sets, {sum(rows)} rows: {wall:.1f} s measured, {simulated:.1f} s simulated")
    return known, {"dataSets": len(rows), "rows": sum(rows), "measuredSeconds": wall, "simulatedSeconds": simulated, "used": used}


def projected(known, options):
    """Many data sets on several nodes, with sources of several sizes."""
    rows = sizes(options.projected)
    table = []
    for source_cores in options.source_cores:
        for nodes in options.nodes:
            seconds, used = simulate(rows, known, Machines(nodes, options.cores, PLACES, source_cores))
            row = {"nodes": nodes, "sourceCores": source_cores, "seconds": seconds, "rowsPerHour": sum(rows) / seconds * 3600, "used": used}
            table.append(row)
            shares = ", ".join(f"{kind} {share:.0%}" for kind, share in used.items())
            say(f"  {nodes} nodes, source of {source_cores:g} cores: {seconds:.0f} s, {row['rowsPerHour'] / 1e6:.0f} M rows an hour ({shares})")
    return {"dataSets": len(rows), "rows": sum(rows), "runs": table}


def main():
    parser = argparse.ArgumentParser(prog="bench/scale/nodes", description=__doc__)
    parser.add_argument("--data-sets", type=int, default=200, help="that are refreshed on one node")
    parser.add_argument("--projected", type=int, default=1_000, help="data sets of the simulation")
    parser.add_argument("--nodes", type=int, nargs="+", default=[1, 3, 10])
    parser.add_argument("--cores", type=float, default=2, help="of a node")
    parser.add_argument("--source-cores", type=float, nargs="+", default=[2, 8, 32])
    parser.add_argument("--catalog-ms", type=float, default=163, help="that a refresh has the turn of all changes of a catalog that nodes share (docs/scale.md)")
    parser.add_argument("--warm", type=int, default=3, help="refreshes of each kind before they are measured")
    parser.add_argument("--times", type=int, default=3, help="measured refreshes of the large one; four times as many of the small one")
    parser.add_argument("--json", type=pathlib.Path, help="write all figures to this file")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="spicerack-scale-") as directory:
        known, checked = measure(pathlib.Path(directory), options)
    result = {"machine": machine(), "constants": dataclasses.asdict(known), "one": checked, "projected": projected(known, options)}
    print(json.dumps(result, indent=2))
    if options.json:
        options.json.write_text(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()
