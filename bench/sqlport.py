"""Measures the SQL port beside DuckDB on plain Parquet and the source's own PostgreSQL: see bench/README.md."""

import argparse
import datetime
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import threading
import time

from programs import Tool, build, java
from report import machine
from service import HOME, TARGET, Service, forget_peak, peak_resident_mb, say

QUERIES = HOME / "bench" / "sql-queries"
TPCH = [f"q{number:02}" for number in range(1, 23)]
TABLES = "customer lineitem nation orders part partsupp region supplier".split()


def load(service, directory, scale):
    marker = directory / "loaded-tpch"
    if marker.exists() and marker.read_text() == str(scale):
        return
    say(f"bench: loading TPC-H of scale {scale}, once ...")
    marker.unlink(missing_ok=True)
    environment = {**os.environ, **service.variables}
    subprocess.run(java("1g", "LoadTpch", service.postgres_port, scale, directory / "plain"), check=True, env=environment)
    marker.write_text(str(scale))


class Samples:
    """Milliseconds of each query in each engine; answers must be equal."""

    def __init__(self, tool):
        self.tool = tool
        self.times = {}
        self.answers = {}
        self.different = set()
        self.failed = {}

    def ask(self, engine, query):
        """None where the engine refuses it: that is told in the end, and the rest is measured."""
        answer = self.tool.run(f"{engine} {query}")["answer"]
        if answer.startswith("failed "):
            self.failed[f"{query} of {engine}"] = answer[len("failed ") :]
            return None
        rows, digest, took = answer.split(" ")
        self.times.setdefault((engine, query), []).append(float(took))
        if self.answers.setdefault(query, (rows, digest)) != (rows, digest):
            self.different.add(f"{query} of {engine}")
        return float(took)

    def median(self, engine, query):
        times = self.times.get((engine, query))
        return statistics.median(times) if times else None

    def ratio(self, query, below):
        parts = (self.median("sealed", query), self.median(below, query))
        return None if None in parts else parts[0] / parts[1]

    def ratio_of_all(self):
        parts = [(self.median("sealed", query), self.median("plain", query)) for query in TPCH]
        answered = [both for both in parts if None not in both]
        return sum(sealed for sealed, _ in answered) / sum(plain for _, plain in answered)


def many(environment, clients, seconds):
    """Clients that each ask small queries for some seconds; the milliseconds of all of them."""
    query = "SELECT count(*), min(n_name) FROM nation WHERE n_regionkey = 2;\n"
    took, errors = [], []

    def client():
        psql = subprocess.Popen(
            ["psql", "-X", "-q", "-A", "-t"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, text=True
        )
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            start = time.monotonic()
            psql.stdin.write(query)
            psql.stdin.flush()
            answer = psql.stdout.readline()
            if not answer:
                errors.append(psql.stderr.readline().strip())
                break
            took.append((time.monotonic() - start) * 1000)
        psql.stdin.close()
        psql.wait(60)

    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(took), errors


def copy(environment, runs):
    """Wall seconds of psql's binary COPY of lineitem."""
    command = ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-c", "COPY (SELECT * FROM lineitem) TO STDOUT (FORMAT binary)"]
    walls = []
    for _ in range(runs):
        start = time.monotonic()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
        walls.append(time.monotonic() - start)
    return statistics.median(walls)


def workers_peak(service):
    return max((peak_resident_mb(pid) for pid in service.workers()), default=0.0)


def after_refresh(service, samples, runs):
    """Milliseconds that the first point query after a refresh takes beyond the one before it; the median of some."""
    beyond = []
    for _ in range(runs):
        samples.ask("sealed", "point")
        warm = samples.ask("sealed", "point")
        service.refresh("lineitem", service.postgres_cpu)
        first = samples.ask("sealed", "point")
        if None not in (warm, first):
            beyond.append(first - warm)
    return statistics.median(beyond) if beyond else None


def measure(service, options, directory):
    for table in TABLES:
        service.refresh(table, service.postgres_cpu)
    password = service.password("bench")
    login = {"PGUSER": "bench", "PGPASSWORD": password}
    tool = Tool(
        service, java("512m", "SqlQueries", service.sql_port, service.postgres_port, directory / "plain", QUERIES), login
    )
    samples = Samples(tool)
    found = {}
    first = samples.ask("sealed", "count")
    for query in ("group-by", "point"):
        for _ in range(options.runs + 1):
            for engine in ("plain", "sealed", "postgres"):
                samples.ask(engine, query)
    for pid in service.workers():
        forget_peak(pid)
    for query in TPCH:
        for _ in range(options.runs):
            for engine in ("plain", "sealed"):
                samples.ask(engine, query)
        if options.postgres:
            samples.ask("postgres", query)
        figures = "  ".join(f"{engine} {samples.median(engine, query) or 0:8.1f} ms" for engine in ("plain", "sealed"))
        say(f"  {query}  {figures}")
    found["resident MB of the worker, 22 queries"] = (workers_peak(service), 1024)
    found["point query, ms"] = (samples.median("sealed", "point"), 30)
    found["point query, first after a refresh, ms beyond warm"] = (after_refresh(service, samples, options.runs), 150)
    found["group-by, of plain"] = (samples.ratio("group-by", "plain"), 1.5)
    found["group-by, of PostgreSQL"] = (samples.ratio("group-by", "postgres"), 1.0)
    found["22 queries, of plain"] = (samples.ratio_of_all(), 1.4)
    found["queries with other answers"] = (len(samples.different), 0)
    found["queries that were refused"] = (len(samples.failed), 0)
    tool.close()
    if shutil.which("psql"):
        door = {**os.environ, **login, "PGHOST": "127.0.0.1", "PGPORT": str(service.sql_port), "PGDATABASE": "spicerack", "PGSSLMODE": "disable"}
        limit = copy(service.postgres_environment(), options.runs)
        sealed = copy(door, options.runs)
        found["binary COPY of lineitem, of PostgreSQL's"] = (sealed / limit, 0.35)
        for pid in service.workers():
            forget_peak(pid)
        took, errors = many(door, options.clients, options.seconds)
        found[f"{options.clients} clients, errors"] = (len(errors), 0)
        found[f"{options.clients} clients, resident MB of the worker"] = (workers_peak(service), 1024)
        if took:
            say(f"  {len(took)} queries of {options.clients} clients in {options.seconds} s, median {took[len(took) // 2]:.0f} ms, p99 {took[len(took) * 99 // 100]:.0f} ms")
        for error in errors[:3]:
            say("  " + error)
    else:
        say("bench: psql is missing (Debian, Ubuntu: apt-get install postgresql-client); its rows are left out")
    say(f"  first statement of a principal, its worker's start in it: {first or 0:.0f} ms")
    for query, why in sorted(samples.failed.items()):
        say(f"  {query}: {why}")
    if samples.different:
        say("  other answers: " + ", ".join(sorted(samples.different)))
    times = {f"{query} {engine}": statistics.median(all) for (engine, query), all in sorted(samples.times.items())}
    known = {name: each for name, each in found.items() if each[0] is not None}
    return {"times": times, "bars": {name: {"measured": value, "limit": limit, "reached": value <= limit} for name, (value, limit) in known.items()}}


def main():
    parser = argparse.ArgumentParser(prog="bench/sql", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the rows, 10 seconds of clients")
    parser.add_argument("--json", type=pathlib.Path, help="also write the figures to this file")
    parser.add_argument("--runs", type=int, default=3, help="how often each is run (3)")
    parser.add_argument("--clients", type=int, default=50, help="clients that ask small queries at a time (50)")
    parser.add_argument("--seconds", type=int, help="how long they do (60; quick: 10)")
    parser.add_argument("--postgres", action="store_true", help="the 22 queries in PostgreSQL too, where some take minutes: it has no index")
    parser.add_argument("--directory", type=pathlib.Path, help="where the databases are kept (target/bench/sql-SCALE)")
    options = parser.parse_args()
    scale = 0.1 if options.quick else 1
    options.seconds = options.seconds or (10 if options.quick else 60)
    build()
    directory = (options.directory or TARGET / f"sql-{scale}").resolve()
    directory.mkdir(parents=True, exist_ok=True)
    properties = ["sql.port=0", "sql.connections-per-principal=100", "sql.workers=2"]
    service = Service(directory, "512m", "sql-routes", properties)
    try:
        load(service, directory, scale)
        result = measure(service, options, directory)
    finally:
        service.stop()
    result = {"date": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"), "machine": machine(), "scale": scale, **result}
    for name, took in result["times"].items():
        print(f"{name:24}{took:10.1f} ms")
    print()
    for name, bar in result["bars"].items():
        print(f"{name:56}{bar['measured']:8.2f}  to reach {bar['limit']:7.2f}  {'yes' if bar['reached'] else 'NO'}")
    if options.json:
        options.json.write_text(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()
