"""Requests a second and the 99th percentile of two operations: see bench/README.md. Only the standard library is used."""

import argparse
import datetime
import json
import os
import pathlib
import re
import statistics
import subprocess
import tempfile

from servers import Bare, Spicerack
from report import machine
from service import Cpu, fail, say

UNITS = {"us": 0.001, "ms": 1, "s": 1000}
CONNECTIONS = (16, 64)


def wrk(server, path, connections, seconds):
    """One run of wrk; any answer but 200 and any broken connection ends the measurement."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "--latency"]
    for name, value in server.headers(path).items():
        command += ["-H", f"{name}: {value}"]
    before = Cpu.of(server.process.pid)
    text = subprocess.run([*command, server.url + path], check=True, stdout=subprocess.PIPE, text=True).stdout
    cpu = Cpu.of(server.process.pid) - before
    if "Non-2xx" in text or "Socket errors" in text:
        fail("not every request was answered:\n" + text)
    requests = int(re.search(r"(\d+) requests in", text).group(1))
    number, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)\b", text).groups()
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", text).group(1))
    return {"rate": rate, "p99": float(number) * UNITS[unit], "cpu": cpu / requests * 1e6}


def spread(samples, key):
    values = [sample[key] for sample in samples]
    return {"median": statistics.median(values), "min": min(values), "max": max(values)}


def show(summary):
    print("| operation, connections | server | requests/s | least | most | p99 ms | least | most | CPU µs a request |")
    print("|---|---|---|---|---|---|---|---|---|")
    for row in summary:
        rate, p99 = row["rate"], row["p99"]
        figures = [f"{rate[key]:.0f}" for key in ("median", "min", "max")]
        figures += [f"{p99[key]:.1f}" for key in ("median", "min", "max")]
        figures.append(f"{row['cpu']['median']:.0f}")
        print(f"| {row['operation']}, {row['connections']} | {row['server']} | " + " | ".join(figures) + " |")
    print("\n| spicerack / bare route, medians | requests/s | p99 | CPU a request |\n|---|---|---|---|")
    for bare, own in zip(summary[::2], summary[1::2]):
        ratios = [f"{own[key]['median'] / bare[key]['median']:.2f}" for key in ("rate", "p99", "cpu")]
        print(f"| {own['operation']}, {own['connections']} connections | " + " | ".join(ratios) + " |")


def measure(directory, options):
    service = Spicerack(directory)
    servers = {"spicerack": service}
    try:
        resident = {"started": service.resident_mb()}
        answers = {name: service.get(path) for name, path in service.paths().items()}
        servers = {"bare": Bare(directory, answers), **servers}
        say("load: warming up ...")
        for server in servers.values():
            for path in server.paths().values():
                wrk(server, path, CONNECTIONS[0], options.warm)
        resident["warm"] = service.resident_mb()
        samples = {}
        for turn in range(1, options.rounds + 1):
            for name in answers:
                for connections in CONNECTIONS:
                    for server_name, server in servers.items():
                        sample = wrk(server, server.paths()[name], connections, options.seconds)
                        samples.setdefault((name, connections, server_name), []).append(sample)
                        say(f"  {name:9} {connections:3} {server_name:9} {sample['rate']:8.0f}/s {sample['p99']:7.1f} ms")
            resident[f"round {turn}"] = service.resident_mb()
    finally:
        for server in servers.values():
            server.stop()
    summary = [
        {"operation": name, "connections": connections, "server": server}
        | {key: spread(rows, key) for key in ("rate", "p99", "cpu")}
        for (name, connections, server), rows in samples.items()
    ]
    return summary, resident, {name: len(answer) for name, answer in answers.items()}


def main():
    parser = argparse.ArgumentParser(prog="bench/load/run")
    parser.add_argument("--seconds", type=int, default=5, help="of each of the measurements")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--warm", type=int, default=10, help="seconds of each operation before")
    parser.add_argument("--json", type=pathlib.Path, help="write all figures to this file")
    options = parser.parse_args()
    began = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M UTC")
    busy = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="spicerack-load-") as directory:
        summary, resident, sizes = measure(pathlib.Path(directory), options)
    print(f"{began}, load average before the start {busy:.1f}, answers of {sizes['describe']} and {sizes['list']} bytes\n")
    show(summary)
    print("\nresident MB: " + ", ".join(f"{name} {mb:.0f}" for name, mb in resident.items()))
    if options.json:
        figures = {"began": began, "machine": machine(), "loadAverageBefore": busy, "answerBytes": sizes}
        options.json.write_text(json.dumps({**figures, "rows": summary, "residentMb": resident}, indent=2) + "\n")


if __name__ == "__main__":
    main()
