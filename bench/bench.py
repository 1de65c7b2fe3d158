"""Measures Spicerack beside its limits and its peers: see bench/README.md. Only the standard library is used."""

import argparse
import datetime
import json
import os
import pathlib
import shutil
import subprocess
import time

from programs import Tool, build, build_spark, java, shell, spark
from report import Table, bars, machine, show
from service import TARGET, Cpu, Service, say

CSV = "COPY lineitem TO STDOUT (FORMAT csv)"
BINARY = "COPY lineitem TO STDOUT (FORMAT binary)"


def load(service, directory, server, port, scale):
    marker = directory / f"loaded-{server}"
    if marker.exists() and marker.read_text() == str(scale):
        return
    say(f"bench: loading lineitem of scale {scale} into {server}, once ...")
    marker.unlink(missing_ok=True)
    environment = {**os.environ, **service.variables}
    subprocess.run(java("1g", "LoadLineitem", server, port, scale), check=True, env=environment)
    marker.write_text(str(scale))


def missing():
    packages = {"psql": "postgresql-client", "age": "age", "age-keygen": "age", "zstd": "zstd"}
    absent = {name: package for name, package in packages.items() if not shutil.which(name)}
    for name, package in absent.items():
        say(f"bench: {name} is missing (Debian, Ubuntu: apt-get install {package}); its rows are left out")
    return absent


def measure(service, table, options, absent):
    psql = "psql -X -q -v ON_ERROR_STOP=1 -c"
    peers = "psql" not in absent
    recipient = None
    if peers and not {"age", "age-keygen", "zstd"} & set(absent):
        keys = subprocess.run("age-keygen 2>/dev/null | age-keygen -y", shell=True, check=True, capture_output=True)
        recipient = keys.stdout.decode().strip()
    for _ in range(options.runs):
        if peers:
            table.add("postgres-copy", shell(service, f'{psql} "{BINARY}" > /dev/null'))
        table.add("postgres-sealed", service.refresh("lineitem", service.postgres_cpu))
        table.add("postgres-sealed-2", service.refresh("lineitem-2-connections", service.postgres_cpu))
        if recipient:
            command = f'{psql} "{CSV}" | zstd -1 -c | age -r {recipient} | wc -c'
            table.add("csv-zstd-age", shell(service, command))
        table.add("postgres-sealed-counts", service.refresh("lineitem-counts", service.postgres_cpu))
        table.add("postgres-sealed-values", service.refresh("lineitem-values", service.postgres_cpu))
    if not options.quick:
        measure_spark(service, table, options)
    stream = Tool(service, java("1g", "BareStream", service.mariadb_port))
    for _ in range(options.runs):
        table.add("mariadb-stream", stream.run("again", service.mariadb_cpu))
        table.add("mariadb-sealed", service.refresh("lineitem-mariadb", service.mariadb_cpu))
        table.add("mariadb-sealed-counts", service.refresh("lineitem-mariadb-counts", service.mariadb_cpu))
        table.add("mariadb-sealed-declared", service.refresh("lineitem-mariadb-declared", service.mariadb_cpu))
        table.add("mariadb-sealed-declared-counts", service.refresh("lineitem-mariadb-declared-counts", service.mariadb_cpu))
        table.add("mariadb-sealed-values", service.refresh("lineitem-mariadb-values", service.mariadb_cpu))
    stream.close()
    reading = Tool(service, java("1g", "ReadBack", service.data / "store", "lineitem", TARGET / "plain.parquet"))
    for _ in range(options.runs + 1):
        table.add("read-plain", reading.run("plain"))
        table.add("read-sealed", reading.run("sealed"))
        table.add("duckdb-groupby", reading.run("groupby"))
    reading.close()
    for times in options.memory:
        table.add(f"resident-{times}x", service.refresh("lineitem" if times == 1 else f"lineitem-{times}x", service.postgres_cpu))


def measure_spark(service, table, options):
    """A job as it is submitted, from the start of its JVM, and then the same once more in the warm session."""
    file = service.home / "spark.parquet"
    for _ in range(options.runs):
        server, start = service.postgres_cpu(), time.monotonic()
        job = spark(service, file, 1, 6_000_000)
        job.run("again")
        wall = time.monotonic() - start
        size = sum(part.stat().st_size for part in file.glob("*.parquet"))
        cpu = {"clientCpu": Cpu.of(job.process.pid), "serverCpu": service.postgres_cpu() - server}
        table.add("spark", {"wall": wall, "bytes": size, **cpu})
        table.add("spark-warm", {**job.run("again", service.postgres_cpu), "bytes": size})
        job.close()
        table.add("postgres-sealed", service.refresh("lineitem", service.postgres_cpu))


def main():
    parser = argparse.ArgumentParser(prog="bench/run", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the table, one run less: below two minutes")
    parser.add_argument("--json", type=pathlib.Path, help="also write the figures to this file")
    parser.add_argument("--runs", type=int, help="how often each is run (3; quick: 2)")
    parser.add_argument("--memory", type=int, nargs="*", choices=[1, 5, 20], default=[], help="also 5 and 20 times the rows")
    parser.add_argument("--heap", default="256m", help="the service's heap (256m)")
    parser.add_argument("--directory", type=pathlib.Path, help="where the databases are kept (target/bench/SCALE)")
    options = parser.parse_args()
    scale = 0.1 if options.quick else 1
    options.runs = options.runs or (2 if options.quick else 3)
    absent = missing()
    build()
    if not options.quick:
        build_spark()
    directory = (options.directory or TARGET / f"scale-{scale}").resolve()
    directory.mkdir(parents=True, exist_ok=True)
    service = Service(directory, options.heap)
    table = Table()
    try:
        load(service, directory, "postgres", service.postgres_port, scale)
        load(service, directory, "mariadb", service.mariadb_port, scale)
        measure(service, table, options, absent)
    finally:
        service.stop()
    result = {
        "date": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
        "machine": machine(),
        "scale": scale,
        "heap": options.heap,
        "rows": table.summary(),
        "bars": bars(table, scale),
    }
    show(result)
    if options.json:
        options.json.write_text(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()
