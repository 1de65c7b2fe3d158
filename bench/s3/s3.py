"""Refreshes into S3 beside refreshes into the file system; see bench/README.md. Only the standard library is used."""

import argparse
import datetime
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import time
import urllib.parse
import urllib.request

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent.parent / each) for each in ("", "load")]

import signed  # noqa: E402
from bench import load  # noqa: E402
from programs import build  # noqa: E402
from report import machine  # noqa: E402
from service import HOME, TARGET, Cpu, Service, fail, say  # noqa: E402

# of a run of its own: a store is one installation's
BUCKET = f"sealed-{time.time_ns()}"


class InBucket(Service):
    """A second service, whose store is a bucket of the first one's AWS, and whose source is the first one's PostgreSQL."""

    def __init__(self, first, directory, heap):
        self.first = first
        self.routes = first.routes
        self.home = directory / "s3-home"
        self.data = directory / "s3-data"
        self._prepare()
        subprocess.run(["rm", "-rf", str(self.data)], check=True)
        self.log = open(directory / "s3-service.log", "ab")
        command = [str(HOME / "spicerack"), "run", "--keep", str(self.data)]
        command += [f"-D={name}={value}" for name, value in self._properties().items()]
        options = f"-Xmx{heap} -Dspicerack.home={self.home}"
        self.process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=self.log,
            env={**os.environ, **first.variables, "SPICERACK_JAVA_OPTS": options},
        )
        for line in self.process.stdout:
            if line.startswith(b"Ctrl-C"):
                break
        else:
            fail(f"the service on S3 ended at once; {self.log.name} says why")
        self.pid = self.process.pid
        lines = (self.data / "env.sh").read_text().splitlines()
        exports = (re.match(r"export (\w+)='(.*)'", line) for line in lines)
        self.variables = dict(export.groups() for export in exports if export)

    def _properties(self):
        known = self.first.variables
        account, region = known["AWS_ACCOUNT_ID"], known["AWS_REGION"]
        source = asked(known, known["AWS_ENDPOINT_URL_QUICKSIGHT"], f"/accounts/{account}/data-sources/hospital-postgres")
        secret = source["DataSource"]["SecretArn"]
        version = next(each for each in self.first.call("GET", "/data-sets")["dataSets"] if each["dataSetId"] == "lineitem")
        place = f"127.0.0.1:{self.first.postgres_port}"
        return {
            "spicerack.account-id": account,
            "spicerack.region": region,
            "spicerack.service-role": f"arn:aws:iam::{account}:root",
            "spicerack.service-owned-key": version["currentVersion"]["keyArn"],
            "spicerack.aws.endpoint": known["AWS_ENDPOINT_URL"],
            "spicerack.store": f"s3://{BUCKET}/bench",
            "spicerack.secrets.allowed": f"{secret} to {place}/plain",
            "spicerack.reconcile": "off",
            "spicerack.management.port": "0",
            "spicerack.api.port": "0",
            "hospital.postgres.host": "127.0.0.1",
            "hospital.postgres.port": str(self.first.postgres_port),
            "hospital.postgres.secret-arn": secret,
        }


def asked(variables, endpoint, path, method="GET", service="quicksight"):
    host = urllib.parse.urlsplit(endpoint).netloc
    headers = signed.headers(variables, host, path, method, service=service)
    with urllib.request.urlopen(urllib.request.Request(endpoint.rstrip("/") + path, method=method, headers=headers)) as answer:
        text = answer.read()
    return json.loads(text) if service == "quicksight" else text


def measure(first, bucket, runs):
    """Refreshes in turns, the first of each left out; the CPU of S3 is that of the first service meanwhile."""
    taken = {"files": [], "s3": []}
    for _ in range(runs + 1):
        taken["files"].append(first.refresh("lineitem", first.postgres_cpu))
        served = Cpu.of(first.pid)
        figures = bucket.refresh("lineitem", first.postgres_cpu)
        taken["s3"].append({**figures, "s3Cpu": Cpu.of(first.pid) - served})
    for name, rows in taken.items():
        del rows[0]
        say(f"  {name}: " + "; ".join(", ".join(f"{key} {value:.2f}" for key, value in row.items()) for row in rows))
    return taken


def main():
    parser = argparse.ArgumentParser(prog="bench/s3/run", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the table")
    parser.add_argument("--runs", type=int, default=5, help="of each kind, after one that is left out")
    parser.add_argument("--heap", default="1g", help="of each service; the embedded S3 has each object in the first one's memory")
    parser.add_argument("--json", type=pathlib.Path, help="also write the figures to this file")
    options = parser.parse_args()
    scale = 0.1 if options.quick else 1
    build()
    directory = (TARGET / f"scale-{scale}").resolve()
    directory.mkdir(parents=True, exist_ok=True)
    first = Service(directory, options.heap)
    try:
        load(first, directory, "postgres", first.postgres_port, scale)
        first.refresh("lineitem", first.postgres_cpu)
        asked(first.variables, first.variables["AWS_ENDPOINT_URL_S3"], f"/{BUCKET}", "PUT", "s3")
        bucket = InBucket(first, directory, options.heap)
        try:
            taken = measure(first, bucket, options.runs)
        finally:
            bucket.stop()
    finally:
        first.stop()
    medians = {
        name: {key: statistics.median(row[key] for row in rows) for key in rows[0]} for name, rows in taken.items()
    }
    ratios = [in_s3["wall"] / in_files["wall"] for in_s3, in_files in zip(taken["s3"], taken["files"])]
    result = {
        "date": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
        "machine": machine(),
        "scale": scale,
        "medians": medians,
        "wallOfFiles": {"median": statistics.median(ratios), "least": min(ratios), "most": max(ratios)},
    }
    print(json.dumps(result, indent=2))
    if options.json:
        options.json.write_text(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()
