"""The table of the measurements, and what is to be reached."""

import os
import pathlib
import platform
import re
import statistics
import subprocess

from service import say

ROWS_AT_SCALE_1 = 6_001_215


class Table:
    """The samples of each row, under names that stay."""

    def __init__(self):
        self.samples = {}

    def add(self, name, sample):
        self.samples.setdefault(name, []).append(sample)
        say(f"  {name:30} {sample['wall']:7.2f} s")

    def median(self, name, key="wall"):
        values = [sample[key] for sample in self.samples.get(name, []) if key in sample]
        return statistics.median(values) if values else None

    def peak(self, wanted):
        """The largest resident memory of the rows that are wanted."""
        return max((s["residentPeakMb"] for n, all in self.samples.items() if wanted(n) for s in all if "residentPeakMb" in s), default=None)

    def summary(self):
        rows = {}
        for name, samples in self.samples.items():
            row = {"runs": len(samples)}
            for key in ("wall", "clientCpu", "serverCpu", "bytes", "residentPeakMb"):
                values = [sample[key] for sample in samples if key in sample]
                if values:
                    row[key] = {"median": statistics.median(values), "min": min(values), "max": max(values)}
            rows[name] = row
        return rows


def bars(table, scale):
    """What is to be reached: name, measured figure, limit."""
    rows = ROWS_AT_SCALE_1 * scale

    def ratio(name, other, key="wall"):
        above, below = table.median(name, key), table.median(other, key)
        return above / below if above and below else None

    def cost(server, key):
        """What values take beyond counts, of what counts take."""
        values, counts = (total(f"{server}-sealed-{mode}", key) for mode in ("values", "counts"))
        return values / counts - 1 if values and counts else None

    def total(name, key):
        parts = [table.median(name, each) for each in key.split("+")]
        return None if None in parts else sum(parts)

    cpu = table.median("postgres-sealed", "clientCpu")
    found = [
        ("postgres-sealed / postgres-copy, wall", ratio("postgres-sealed", "postgres-copy"), 1.15),
        ("postgres-sealed-2 / postgres-copy, wall", ratio("postgres-sealed-2", "postgres-copy"), 0.95),
        ("client CPU s per 6 M rows", cpu and cpu * 6e6 / rows, 8.0),
        ("postgres-sealed / csv-zstd-age, wall", ratio("postgres-sealed", "csv-zstd-age"), 0.90),
        ("postgres-sealed-2 / csv-zstd-age, wall", ratio("postgres-sealed-2", "csv-zstd-age"), 0.90),
        ("postgres-sealed / csv-zstd-age, bytes", ratio("postgres-sealed", "csv-zstd-age", "bytes"), 0.65),
        ("postgres-sealed / spark, wall", ratio("postgres-sealed", "spark"), 0.30),
        ("postgres-sealed-2 / spark-warm, wall", ratio("postgres-sealed-2", "spark-warm"), 0.30),
        ("mariadb-sealed / mariadb-stream, wall", ratio("mariadb-sealed", "mariadb-stream"), 1.5),
        ("postgres-sealed-counts / postgres-sealed, wall", ratio("postgres-sealed-counts", "postgres-sealed"), 1.15),
        ("mariadb-sealed-counts / mariadb-sealed, wall", ratio("mariadb-sealed-counts", "mariadb-sealed"), 1.15),
        ("the same, columns declared NOT NULL, wall", ratio("mariadb-sealed-declared-counts", "mariadb-sealed-declared"), 1.15),
        ("postgres: values beyond counts, wall", cost("postgres", "wall"), 0.15),
        ("postgres: values beyond counts, CPU of both", cost("postgres", "clientCpu+serverCpu"), 0.15),
        ("postgres: values beyond counts, client CPU", cost("postgres", "clientCpu"), 0.15),
        ("mariadb: values beyond counts, wall", cost("mariadb", "wall"), 0.15),
        ("mariadb: values beyond counts, CPU of both", cost("mariadb", "clientCpu+serverCpu"), 0.15),
        ("mariadb: values beyond counts, client CPU", cost("mariadb", "clientCpu"), 0.15),
        ("read-sealed / read-plain, wall", ratio("read-sealed", "read-plain"), 1.1),
        ("group-by on sealed files, s", table.median("duckdb-groupby"), 0.5),
        ("peak resident MB, unreconciled or by counts", table.peak(lambda name: not name.endswith("-values")), 300.0),
        ("peak resident MB, by value", table.peak(lambda name: name.endswith("-values")), 300.0),
    ]
    return {name: {"measured": value, "limit": limit, "reached": value <= limit} for name, value, limit in found if value is not None}


def machine():
    model = re.search(r"model name\s*:\s*(.*)", pathlib.Path("/proc/cpuinfo").read_text())
    memory = int(re.search(r"MemTotal:\s+(\d+)", pathlib.Path("/proc/meminfo").read_text()).group(1))
    version = subprocess.run(["java", "-version"], capture_output=True, text=True, check=True).stderr.splitlines()[0]
    return {
        "cpu": model.group(1) if model else platform.machine(),
        "cores": len(os.sched_getaffinity(0)),
        "memoryMb": memory // 1024,
        "system": platform.platform(),
        "java": version,
    }


def show(result):
    print(f"\n{'':32}{'median s':>9}{'min':>7}{'max':>7}{'client CPU':>12}{'server CPU':>12}{'MB':>9}{'peak MB':>9}")
    for name, row in result["rows"].items():
        wall = row["wall"]
        cells = [f"{wall['median']:9.2f}{wall['min']:7.2f}{wall['max']:7.2f}"]
        for key, width, unit in (("clientCpu", 12, 1), ("serverCpu", 12, 1), ("bytes", 9, 1e6), ("residentPeakMb", 9, 1)):
            cells.append(f"{row[key]['median'] / unit:{width}.1f}" if key in row else " " * width)
        print(f"{name:32}" + "".join(cells))
    print()
    for name, bar in result["bars"].items():
        print(f"{name:48}{bar['measured']:8.2f}  to reach {bar['limit']:6.2f}  {'yes' if bar['reached'] else 'NO'}")
