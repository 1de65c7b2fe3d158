"""What is loaded: Spicerack as one command starts it, and the bare route. Both on free ports of 127.0.0.1."""

import json
import os
import pathlib
import re
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from programs import copy_jars  # noqa: E402
from service import HOME, TARGET, fail  # noqa: E402
import signed  # noqa: E402

LIBRARY = TARGET / "load" / "lib"
# no refresh may come between
NEVER = "0 0 0 1 1 ? 2099"


class Server:
    def stop(self):
        self.process.terminate()
        self.process.wait(120)

    def resident_mb(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status).group(1)) / 1024


class Spicerack(Server):
    def __init__(self, directory):
        data = directory / "data"
        options = ["-Dhospital.schedule=" + NEVER]
        for port in ("management.", "api.", "embedded.aws-", "embedded.postgres-", "embedded.mariadb-"):
            options.append(f"-Dspicerack.{port}port=0")
        command = [str(HOME / "spicerack"), "run", "--embedded", "--keep", str(data), *options]
        log = directory / "service.log"
        with open(log, "wb") as output:
            self.process = subprocess.Popen(command, stdout=output, stderr=output)
        until(self.process, lambda: "Ctrl-C or SIGTERM ends it" in log.read_text(), lambda: log.read_text())
        exports = (re.match(r"export (\w+)='(.*)'", line) for line in (data / "env.sh").read_text().splitlines())
        self.variables = dict(export.groups() for export in exports if export)
        self.url = self.variables["AWS_ENDPOINT_URL_QUICKSIGHT"].rstrip("/")

    def headers(self, path):
        return signed.headers(self.variables, urllib.parse.urlsplit(self.url).netloc, path)

    def get(self, path):
        request = urllib.request.Request(self.url + path, headers=self.headers(path))
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.read()

    def paths(self):
        """The operations that are loaded, by name."""
        listed = f"/accounts/{self.variables['AWS_ACCOUNT_ID']}/data-sets"
        first = json.loads(self.get(listed))["DataSetSummaries"][0]["DataSetId"]
        return {"describe": f"{listed}/{first}", "list": listed}


class Bare(Server):
    """A Camel route that answers what Spicerack answers, from memory, to anybody."""

    def __init__(self, directory, answers):
        copy_jars("the bare route", HOME / "bench" / "load" / "pom.xml", LIBRARY)
        for name, answer in answers.items():
            (directory / name).write_bytes(answer)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        command = ["java", "-Xmx512m", "-XX:+UseSerialGC", "-cp", f"{LIBRARY}/*"]
        command += [str(HOME / "bench" / "load" / "Bare.java"), str(port), str(directory)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env={**os.environ, "MALLOC_ARENA_MAX": "1"})
        until(self.process, lambda: self.get("/list") == answers["list"], lambda: "see above")

    def headers(self, path):
        return {}

    def get(self, path):
        try:
            with urllib.request.urlopen(self.url + path, timeout=30) as answer:
                return answer.read()
        except OSError:
            return None

    def paths(self):
        return {"describe": "/describe", "list": "/list"}


def until(process, ready, said):
    for _ in range(1200):
        if process.poll() is not None:
            break
        if ready():
            return
        time.sleep(0.25)
    process.terminate()
    fail("a server did not start: " + said())
