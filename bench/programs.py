"""The programs beside the service: Java tools of bench/java, Apache Spark, command lines of the peers."""

import os
import subprocess
import time

from service import HOME, TARGET, Cpu, fail, say

SPARK = TARGET / "spark"


class Tool:
    """A Java program that says ready, and then does one run for each line that it gets."""

    def __init__(self, service, command, environment=None):
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=service.log,
            env={**os.environ, **service.variables, **(environment or {})},
        )
        if self.process.stdout.readline() != b"ready\n":
            fail(f"'{command[-1]}' did not start; {service.log.name} says why")

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
    jars = f"{HOME}/target/spicerack-0.1.0.jar:{HOME}/target/lib/*:{HOME}/target/kit/*:{path}"
    return ["java", f"-Xmx{heap}", "-cp", jars, "io.spicerack.bench." + name, *map(str, arguments)]


def spark(service, file, low, high):
    """Apache Spark on lineitem; its own launcher opens these packages too."""
    opened = ("lang", "lang.invoke", "lang.reflect", "io", "net", "nio", "util", "util.concurrent", "util.concurrent.atomic")
    opens = [f"--add-opens=java.base/java.{package}=ALL-UNNAMED" for package in opened]
    opens += [f"--add-opens=java.base/sun.{package}=ALL-UNNAMED" for package in ("nio.ch", "nio.cs", "security.action", "util.calendar")]
    path = f"{SPARK}/classes:{SPARK}/lib/*"
    command = ["java", "-Xmx2g", *opens, "-cp", path, "io.spicerack.bench.SparkJob", str(file), str(low), str(high)]
    return Tool(service, command, service.postgres_environment())


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
    copy_jars("the measurements", HOME / "bench" / "pom.xml", TARGET / "lib")
    path = f"{HOME}/target/classes:{HOME}/target/lib/*:{TARGET}/lib/*"
    compile_java(HOME / "bench" / "java", path, TARGET / "classes")


def build_spark():
    copy_jars("Apache Spark (290 MB)", HOME / "bench" / "spark" / "pom.xml", SPARK / "lib")
    compile_java(HOME / "bench" / "spark" / "java", f"{SPARK}/lib/*", SPARK / "classes")


def copy_jars(purpose, pom, library):
    if library.exists():
        return
    say(f"bench: copying the jars of {purpose}, once ...")
    goal = ["dependency:copy-dependencies", f"-DoutputDirectory={library}"]
    subprocess.run([str(HOME / "mvnw"), "-q", "-B", "-f", str(pom), *goal], check=True)


def compile_java(directory, path, classes):
    sources = [str(file) for file in directory.rglob("*.java")]
    subprocess.run(["javac", "-Xlint:-options", "-d", str(classes), "-cp", path, *sources], check=True)
