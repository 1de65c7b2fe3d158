"""The service that is measured, and what the kernel says of a process's CPU and memory."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time
import urllib.request

HOME = pathlib.Path(__file__).resolve().parent.parent
TARGET = HOME / "target" / "bench"
TICKS = os.sysconf("SC_CLK_TCK")


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


def forget_peak(pid):
    """From now on the peak is that of what comes; proc(5), clear_refs."""
    pathlib.Path(f"/proc/{pid}/clear_refs").write_text("5")


def peak_resident_mb(pid):
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", status).group(1)) / 1024


class Service:
    """spicerack run --embedded in a home of its own: Spicerack's routes for lineitem, and none of the hospital's."""

    def __init__(self, directory, heap, routes="routes", properties=()):
        self.routes = routes
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
        command += [f"-Dspicerack.{each}" for each in properties]
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
            door = re.match(r"\s+SQL\s+postgresql://[^:]+:(\d+)/", text)
            if door:
                self.sql_port = int(door.group(1))
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
        shutil.copytree(HOME / "config", self.home / "config")
        shutil.copytree(HOME / "routes" / "system", self.home / "routes" / "system")
        for route in (HOME / "bench" / self.routes).glob("*.yaml"):
            shutil.copy(route, self.home / "routes")

    def call(self, method, path):
        request = urllib.request.Request(self.variables["SPICERACK_MANAGEMENT_URL"] + path, method=method)
        request.add_header("Authorization", "Bearer " + self.variables["SPICERACK_MANAGEMENT_TOKEN"])
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def refresh(self, data_set, server_cpu):
        """One full refresh, from the request until it is COMPLETED."""
        forget_peak(self.pid)
        client, server, start = Cpu.of(self.pid), server_cpu(), time.monotonic()
        path = f"/data-sets/{data_set}/ingestions"
        path += "/" + self.call("POST", path)["ingestionId"]
        state = self.call("GET", path)
        while state["status"] not in ("COMPLETED", "FAILED", "CANCELLED", "SKIPPED"):
            time.sleep(0.05)
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
            "residentPeakMb": peak_resident_mb(self.pid),
        }

    def password(self, principal):
        """Makes a principal who may look at all, and gives its password for the SQL port."""
        self.call("POST", f"/principals?name={principal}&read-only=true")
        return self.call("PUT", f"/principals/password?name={principal}")["password"]

    def workers(self):
        """The processes of the query engine."""
        children = pathlib.Path(f"/proc/{self.pid}/task").glob("*/children")
        pids = [int(pid) for each in children for pid in each.read_text().split()]
        return [pid for pid in pids if b"WorkerMain" in pathlib.Path(f"/proc/{pid}/cmdline").read_bytes()]

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
