"""Measures Spicerack beside its limits and its peers: see bench/README.md. Only the standard library is used."""

import argparse
import datetime
import json
import os
import pathlib
import platform
import re
import shutil
import statistics
import subprocess
import sys
import time
import urllib.request

HOME = pathlib.Path(__file__).resolve().parent.parent
TARGET = HOME / "target" / "bench"
TICKS = os.sysconf("SC_CLK_TCK")
ROWS_AT_SCALE_1 = 6_001_215
CSV = "COPY lineitem TO STDOUT (FORMAT csv)"
BINARY = "COPY lineitem TO STDOUT (FORMAT binary)"


def say(text):
    print(text, file=sys.stderr, flush=True)


def fail(text):
    say("bench: " + text)
    sys.exit(1)


class Cpu:
    """CPU seconds so far, from /proc."""

    @staticmethod
    def of(pid, with_ended_children=False):
        try:
            fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            return 0.0
        last = 15 if with_ended_children else 13
        return sum(int(field) for field in fields[11:last]) / TICKS

    @staticmethod
    def of_tree(pid):
        """A postmaster and its backends, those included that have ended."""
        children = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return Cpu.of(pid, True) + sum(Cpu.of(child) for child in children)


def peak_resident_mb(pid):
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", status).group(1)) / 1024


class Service:
    """spicerack run --embedded in a home of its own: Spicerack's routes for lineitem, and none of the hospital's."""

    def __init__(self, directory, heap):
        self.home = directory / "home"
        self.data = directory / "data"
        self._prepare()
        for state in ("catalog", "store"):
            # the databases are kept from run to run, and no more: another Spicerack may have written the rest
            shutil.rmtree(self.data / state, ignore_errors=True)
        options = f"-Xmx{heap} -Dspicerack.home={self.home}"
        self.log = open(directory / "service.log", "ab")
        command = [str(HOME / "spicerack"), "run", "--embedded", "--keep", str(self.data), "-Dspicerack.reconcile=off"]
        for port in ("management.", "api.", "embedded.aws-", "embedded.postgres-", "embedded.mariadb-"):
            command.append(f"-Dspicerack.{port}port=0")
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=self.log, env={**os.environ, "SPICERACK_JAVA_OPTS": options}
        )
        try:
            self._await_start()
        except BaseException:
            self.stop()
            raise

    def _await_start(self):
        ports = {}
        for line in self.process.stdout:
            text = line.decode()
            found = re.match(r"\s+(PostgreSQL|MariaDB)\s+127.0.0.1:(\d+)", text)
            if found:
                ports[found.group(1)] = int(found.group(2))
            if text.startswith("Ctrl-C"):
                break
        else:
            fail(f"spicerack run ended at once; {self.log.name} says why")
        self.pid = self.process.pid
        self.postgres_port = ports["PostgreSQL"]
        self.mariadb_port = ports["MariaDB"]
        pid_file = self.data / "embedded" / "postgres" / "data" / "postmaster.pid"
        self.postgres_pid = int(pid_file.read_text().split()[0])
        self.mariadb_pid = process_with("mariadbd", str(self.data / "embedded" / "mariadb"))
        lines = (self.data / "env.sh").read_text().splitlines()
        exports = (re.match(r"export (\w+)='(.*)'", line) for line in lines)
        self.variables = dict(export.groups() for export in exports if export)

    def _prepare(self):
        shutil.rmtree(self.home, ignore_errors=True)
        (self.home / "routes").mkdir(parents=True)
        shutil.copytree(HOME / "config", self.home / "config")
        for route in (HOME / "routes").glob("*.yaml"):
            if not route.name.startswith("hospital-"):
                shutil.copy(route, self.home / "routes")
        for route in (HOME / "bench" / "routes").glob("*.yaml"):
            shutil.copy(route, self.home / "routes")

    def call(self, method, path):
        request = urllib.request.Request(self.variables["SPICERACK_MANAGEMENT_URL"] + path, method=method)
        request.add_header("Authorization", "Bearer " + self.variables["SPICERACK_MANAGEMENT_TOKEN"])
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def refresh(self, data_set, server_cpu):
        """One full refresh, from the request until it is COMPLETED."""
        client, server, start = Cpu.of(self.pid), server_cpu(), time.monotonic()
        path = f"/data-sets/{data_set}/ingestions"
        path += "/" + self.call("POST", path)["ingestionId"]
        state = self.call("GET", path)
        while state["status"] not in ("COMPLETED", "FAILED", "CANCELLED"):
            time.sleep(0.02)
            state = self.call("GET", path)
        wall = time.monotonic() - start
        if state["status"] != "COMPLETED":
            fail(f"the refresh of {data_set} ended as {state['status']}: {state.get('error')}")
        return {
            "wall": wall,
            "clientCpu": Cpu.of(self.pid) - client,
            "serverCpu": server_cpu() - server,
            "bytes": state["bytes"],
            "rows": state["rows"],
        }

    def postgres_cpu(self):
        return Cpu.of_tree(self.postgres_pid)

    def mariadb_cpu(self):
        return Cpu.of(self.mariadb_pid)

    def postgres_environment(self):
        secret = (self.data / "embedded" / "postgres" / "administrator-password").read_text().strip()
        login = {"PGPASSWORD": secret, "PGUSER": "postgres", "PGHOST": "127.0.0.1"}
        return {**os.environ, **login, "PGPORT": str(self.postgres_port), "PGDATABASE": "hospital"}

    def stop(self):
        self.process.terminate()
        self.process.wait(120)
        self.log.close()


def process_with(*words):
    for entry in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            line = (entry / "cmdline").read_bytes().decode(errors="replace")
        except OSError:
            continue
        if all(word in line for word in words) and "--datadir" in line:
            return int(entry.name)
    fail("no process runs " + " ".join(words))


class Tool:
    """A Java program of bench/java, which does one run for each line that it gets."""

    def __init__(self, service, name, *arguments, heap="1g"):
        self.process = subprocess.Popen(
            java(heap, name, *arguments),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=service.log,
            env={**os.environ, **service.variables},
        )
        if self.process.stdout.readline() != b"ready\n":
            fail(f"{name} did not start; {service.log.name} says why")

    def run(self, line, server_cpu=lambda: 0.0):
        client, server, start = Cpu.of(self.process.pid), server_cpu(), time.monotonic()
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().decode().strip()
        wall = time.monotonic() - start
        if not answer:
            fail(f"'{line}' ended without an answer")
        return {
            "wall": wall,
            "clientCpu": Cpu.of(self.process.pid) - client,
            "serverCpu": server_cpu() - server,
            "answer": answer,
        }

    def close(self):
        self.process.stdin.close()
        self.process.wait(60)


def java(heap, name, *arguments):
    path = ":".join(str(TARGET / each) for each in ("classes", "lib/*"))
    jars = f"{HOME}/target/spicerack-0.1.0.jar:{HOME}/target/lib/*:{path}"
    return ["java", f"-Xmx{heap}", "-cp", jars, "io.spicerack.bench." + name, *map(str, arguments)]


def shell(service, command):
    """A command line of the peers; what it writes to standard output is counted where it ends in wc -c."""
    server, start = service.postgres_cpu(), time.monotonic()
    child = subprocess.Popen(
        ["bash", "-o", "pipefail", "-c", command], stdout=subprocess.PIPE, env=service.postgres_environment()
    )
    output = child.stdout.read().decode().strip()
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.monotonic() - start
    if status != 0:
        fail(f"'{command}' ended with status {status}")
    return {
        "wall": wall,
        "clientCpu": usage.ru_utime + usage.ru_stime,
        "serverCpu": service.postgres_cpu() - server,
        **({"bytes": int(output)} if output else {}),
    }


def build():
    subprocess.run([str(HOME / "spicerack"), "version"], check=True, stdout=subprocess.DEVNULL)
    library = TARGET / "lib"
    if not library.exists():
        say("bench: copying the jars that only the measurements need ...")
        goal = ["dependency:copy-dependencies", f"-DoutputDirectory={library}"]
        subprocess.run([str(HOME / "mvnw"), "-q", "-B", "-f", str(HOME / "bench" / "pom.xml"), *goal], check=True)
    path = f"{HOME}/target/classes:{HOME}/target/lib/*:{library}/*"
    sources = [str(file) for file in (HOME / "bench" / "java").rglob("*.java")]
    subprocess.run(["javac", "-Xlint:-options", "-d", str(TARGET / "classes"), "-cp", path, *sources], check=True)


def load(service, directory, server, port, scale):
    marker = directory / f"loaded-{server}"
    if marker.exists() and marker.read_text() == str(scale):
        return
    say(f"bench: loading lineitem of scale {scale} into {server}, once ...")
    marker.unlink(missing_ok=True)
    environment = {**os.environ, **service.variables}
    subprocess.run(java("1g", "LoadLineitem", server, port, scale), check=True, env=environment)
    marker.write_text(str(scale))


class Table:
    """The samples of each row, under names that stay."""

    def __init__(self):
        self.samples = {}

    def add(self, name, sample):
        self.samples.setdefault(name, []).append(sample)
        say(f"  {name:24} {sample['wall']:7.2f} s")

    def median(self, name, key="wall"):
        values = [sample[key] for sample in self.samples.get(name, []) if key in sample]
        return statistics.median(values) if values else None

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

    cpu = table.median("postgres-sealed", "clientCpu")
    found = [
        ("postgres-sealed / postgres-copy, wall", ratio("postgres-sealed", "postgres-copy"), 1.15),
        ("postgres-sealed-2 / postgres-copy, wall", ratio("postgres-sealed-2", "postgres-copy"), 0.95),
        ("client CPU s per 6 M rows", cpu and cpu * 6e6 / rows, 8.0),
        ("postgres-sealed / csv-zstd-age, wall", ratio("postgres-sealed", "csv-zstd-age"), 0.90),
        ("postgres-sealed / csv-zstd-age, bytes", ratio("postgres-sealed", "csv-zstd-age", "bytes"), 0.65),
        ("postgres-sealed / spark, wall", ratio("postgres-sealed", "spark"), 0.30),
        ("mariadb-sealed / mariadb-stream, wall", ratio("mariadb-sealed", "mariadb-stream"), 1.5),
        ("read-sealed / read-plain, wall", ratio("read-sealed", "read-plain"), 1.1),
        ("group-by on sealed files, s", table.median("duckdb-groupby"), 0.5),
        ("peak resident MB", table.median("resident", "residentPeakMb"), 300.0),
    ]
    return {name: {"measured": value, "limit": limit, "reached": value <= limit} for name, value, limit in found if value}


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
    stream = Tool(service, "BareStream", service.mariadb_port)
    for _ in range(options.runs):
        table.add("mariadb-stream", stream.run("again", service.mariadb_cpu))
        table.add("mariadb-sealed", service.refresh("lineitem-mariadb", service.mariadb_cpu))
    stream.close()
    reading = Tool(service, "ReadBack", service.data / "store", "lineitem", TARGET / "plain.parquet")
    for _ in range(options.runs + 1):
        table.add("read-plain", reading.run("plain"))
        table.add("read-sealed", reading.run("sealed"))
        table.add("duckdb-groupby", reading.run("groupby"))
    reading.close()
    table.add("resident", {"wall": 0.0, "residentPeakMb": peak_resident_mb(service.pid)})
    for times in options.memory:
        sample = service.refresh("lineitem" if times == 1 else f"lineitem-{times}x", service.postgres_cpu)
        table.add(f"resident-{times}x", {**sample, "residentPeakMb": peak_resident_mb(service.pid)})


def show(result):
    print(f"\n{'':26}{'median s':>9}{'min':>7}{'max':>7}{'client CPU':>12}{'server CPU':>12}{'MB':>9}{'peak MB':>9}")
    for name, row in result["rows"].items():
        wall = row["wall"]
        cells = [f"{wall['median']:9.2f}{wall['min']:7.2f}{wall['max']:7.2f}"]
        for key, width, unit in (("clientCpu", 12, 1), ("serverCpu", 12, 1), ("bytes", 9, 1e6), ("residentPeakMb", 9, 1)):
            cells.append(f"{row[key]['median'] / unit:{width}.1f}" if key in row else " " * width)
        print(f"{name:26}" + "".join(cells))
    print()
    for name, bar in result["bars"].items():
        print(f"{name:44}{bar['measured']:8.2f}  to reach {bar['limit']:6.2f}  {'yes' if bar['reached'] else 'NO'}")


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
