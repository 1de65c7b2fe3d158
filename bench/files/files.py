"""Starts, edits and memory with many data-set files; see bench/README.md."""

import argparse
import datetime
import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from service import HOME, Cpu, fail, say  # noqa: E402

FILE = """dataSet: set-{number}
dataSource: hospital-postgres
schedule: {schedule}
sql: SELECT id, first_name FROM patients WHERE id > '{above}'
"""
NIGHTLY = '{cron: "0 0 2 * * ?", zone: Europe/Zurich, jitter: 10m}'
# of so many data sets each fires so often while the others wait for the night
FIRING = 5
EVERY = 10
# no refresh of the hospital's own may come between
NEVER = "0 0 0 1 1 ? 2099"
PORTS = ("management.", "api.", "embedded.aws-", "embedded.postgres-", "embedded.mariadb-")


class Started:
    """One service, from its start to its end."""

    def __init__(self, directory, files):
        self.data = directory / "data"
        program = os.environ.get("SPICERACK", str(HOME / "spicerack"))
        command = [program, "run", "--embedded", "--keep", str(self.data), "-Dhospital.schedule=" + NEVER]
        command += [f"-Dspicerack.{port}port=0" for port in PORTS]
        options = f"{os.environ.get('SPICERACK_JAVA_OPTS', '')} -Dspicerack.home={directory}"
        self.log = directory / "service.log"
        begun = time.monotonic()
        with open(self.log, "wb") as output:
            self.process = subprocess.Popen(
                command, stdout=output, stderr=output, env={**os.environ, "SPICERACK_JAVA_OPTS": options}
            )
        self.pid = self.process.pid
        self._until(lambda: "Ctrl-C or SIGTERM ends it" in self.log.read_text(), "running")
        exports = (re.match(r"export (\w+)='(.*)'", line) for line in (self.data / "env.sh").read_text().splitlines())
        self.variables = dict(export.groups() for export in exports if export)
        self._until(lambda: self._live() == files, f"live with {files} files")
        self.seconds = time.monotonic() - begun
        self.cpu = Cpu.of(self.pid)

    def _until(self, ready, what):
        for _ in range(6000):
            if self.process.poll() is not None:
                break
            if ready():
                return
            time.sleep(0.05)
        self.stop()
        fail(f"the service is not {what}: {self.log.read_text()[-2000:]}")

    def _get(self, path):
        request = urllib.request.Request(self.variables["SPICERACK_MANAGEMENT_URL"] + path)
        request.add_header("Authorization", "Bearer " + self.variables["SPICERACK_MANAGEMENT_TOKEN"])
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def _live(self):
        named = [file for file in self._get("/route-files")["routeFiles"] if file["file"].startswith("routes/set-")]
        return sum(file["state"] == "LIVE" for file in named)

    def edit(self, directory, number, above):
        """Seconds from the moment an edit is on disk until it runs."""
        name = f"set-{number}.camel.yaml"
        (directory / "routes" / name).write_text(FILE.format(number=number, above=above, schedule=NIGHTLY))
        written = time.monotonic()

        def runs():
            running = self._get("/route-files/running")["running"]
            return any(file["file"] == "routes/" + name and f"'{above}'" in file["text"] for file in running)

        self._until(runs, "at the edit")
        return time.monotonic() - written

    def firings(self, directory, times):
        """How many seconds after its time each firing of some data sets has asked for its refresh."""
        names = [f"set-{number}" for number in range(1, FIRING + 1)]
        for number in range(1, FIRING + 1):
            file = directory / "routes" / f"set-{number}.camel.yaml"
            file.write_text(FILE.format(number=number, above="fires", schedule=f"0/{EVERY} * * * * ?"))

        def last():
            known = self._get("/data-sets")["dataSets"]
            ended = {each["dataSetId"]: each["lastIngestion"] for each in known if each["dataSetId"] in names}
            return {name: one["created"] for name, one in ended.items() if one and one["requestSource"] == "SCHEDULED"}

        self._until(lambda: len(last()) == FIRING, "at the first firings")
        seen = set()
        for _ in range(times):
            # between two firings, when the refreshes of the one before have been asked for
            time.sleep(EVERY - (time.time() - EVERY / 2) % EVERY)
            seen |= set(last().items())
        if len(seen) != times * FIRING:
            fail(f"{times * FIRING} firings were due, and {len(seen)} came")
        moments = (datetime.datetime.fromisoformat(moment.replace("Z", "+00:00")) for _, moment in seen)
        return [moment.timestamp() % EVERY for moment in moments]

    def heap_mb(self):
        """Used after a collection, by all parts of the heap; the classes are not among them."""
        subprocess.run(["jcmd", str(self.pid), "GC.run"], check=True, stdout=subprocess.DEVNULL)
        said = subprocess.run(["jcmd", str(self.pid), "GC.heap_info"], check=True, capture_output=True, text=True).stdout
        heap = said.split("Metaspace")[0]
        return sum(int(used) for used in re.findall(r"used (\d+)K", heap)) / 1024

    def resident_mb(self):
        status = pathlib.Path(f"/proc/{self.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status).group(1)) / 1024

    def stop(self):
        self.process.terminate()
        self.process.wait(120)


def write(directory, files):
    for number in range(1, files + 1):
        file = directory / "routes" / f"set-{number}.camel.yaml"
        file.write_text(FILE.format(number=number, above=number, schedule=NIGHTLY))


def measure(directory, files, edits):
    shutil.copytree(HOME / "config", directory / "config")
    shutil.copytree(HOME / "routes" / "system", directory / "routes" / "system")
    # the databases are made, which is no part of what is measured
    Started(directory, 0).stop()
    write(directory, files)
    figures = {}
    for start in ("first", "next"):
        service = Started(directory, files)
        figures[start] = {"seconds": service.seconds, "cpuSeconds": service.cpu}
        if start == "first":
            service.stop()
    figures["heapMb"] = service.heap_mb()
    took = [service.edit(directory, 1 + edit % files, f"edit-{edit}") for edit in range(edits)]
    figures["editSeconds"] = {"median": statistics.median(took), "max": max(took)}
    figures["heapAfterEditsMb"] = service.heap_mb()
    late = service.firings(directory, 6)
    figures["firingsLateSeconds"] = {"count": len(late), "median": statistics.median(late), "max": max(late)}
    figures["residentMb"] = service.resident_mb()
    service.stop()
    return figures


def main():
    options = argparse.ArgumentParser(prog="bench/files/run")
    options.add_argument("--files", type=int, nargs="+", default=[5, 100, 500])
    options.add_argument("--edits", type=int, default=12)
    options.add_argument("--json", type=pathlib.Path)
    options = options.parse_args()
    all_figures = {}
    with tempfile.TemporaryDirectory(prefix="files-") as place:
        print("| files | first start | next start | an edit is live, median and worst | heap | heap after the edits | firings are late by, median and worst | resident |")
        print("|---|---|---|---|---|---|---|---|")
        for files in options.files:
            say(f"files: {files} ...")
            figures = measure(pathlib.Path(place) / str(files), files, options.edits)
            all_figures[str(files)] = figures
            starts = [f"{each['seconds']:.1f} s, {each['cpuSeconds']:.1f} s of CPU" for each in (figures["first"], figures["next"])]
            live = figures["editSeconds"]
            cells = [str(files), *starts, f"{live['median']:.1f} s, {live['max']:.1f} s"]
            cells += [f"{figures[name]:.0f} MB" for name in ("heapMb", "heapAfterEditsMb")]
            late = figures["firingsLateSeconds"]
            cells.append(f"{late['median']:.2f} s, {late['max']:.2f} s of {late['count']}")
            cells.append(f"{figures['residentMb']:.0f} MB")
            print("| " + " | ".join(cells) + " |", flush=True)
    if options.json:
        options.json.write_text(json.dumps(all_figures, indent=2) + "\n")


if __name__ == "__main__":
    main()
