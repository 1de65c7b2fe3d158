"""Refreshes on nodes as fluids: what each takes of a node's cores, of the source and of the catalog. Only the standard library is used."""

import collections
import dataclasses

TINY = 1e-9


@dataclasses.dataclass(frozen=True)
class Constants:
    """Of one refresh, in seconds: of waiting, of CPU without rows and for each row, and of the catalog's one writer."""

    waiting: float
    service: float
    service_row: float
    source: float
    source_row: float
    catalog: float = 0.0


@dataclasses.dataclass(frozen=True)
class Machines:
    """Nodes with cores and places for refreshes, and a source with cores of its own, or with the first node's (0)."""

    nodes: int
    cores: float
    places: int
    source_cores: float


class Job:
    """A refresh: waits, then what it takes without rows, then its rows, each with the demands that it makes in that time."""

    def __init__(self, rows, node, constants, machines):
        mine = ("node", node)
        source = ("source", 0) if machines.source_cores else mine
        self.rows = rows
        self.node = node
        # seconds at best, and what is taken of each resource meanwhile: one thread of the service and one of the source work for it
        self.phases = collections.deque()
        self.add(constants.waiting, [])
        self.add(
            max(constants.service + constants.source, constants.catalog),
            [(mine, constants.service), (source, constants.source), (("catalog", 0), constants.catalog)],
        )
        service, origin = constants.service_row * rows, constants.source_row * rows
        self.add(max(service, origin), [(mine, service), (source, origin)])
        self.left = self.phases[0][0] if self.phases else 0.0

    def add(self, seconds, demands):
        if seconds > TINY:
            taken = collections.Counter()
            for resource, amount in demands:
                taken[resource] += amount / seconds
            self.phases.append((seconds, dict(taken)))

    def goes_on(self, seconds):
        self.left -= seconds
        while self.left < TINY and self.phases:
            self.phases.popleft()
            if self.phases:
                self.left = self.phases[0][0]
        return bool(self.phases)


def speeds(jobs, capacity):
    """How fast each goes, 1 being at its best: all get faster alike until a resource that they take of is used up."""
    free = dict(capacity)
    speed = dict.fromkeys(jobs, 0.0)
    growing = set(jobs)
    while growing:
        load = collections.Counter()
        for job in growing:
            for resource, rate in job.phases[0][1].items():
                load[resource] += rate
        step = min([1 - max(speed[job] for job in growing)] + [free[each] / rate for each, rate in load.items() if rate > 0])
        for job in growing:
            speed[job] += step
        for resource, rate in load.items():
            free[resource] -= rate * step
        full = {resource for resource in load if free[resource] < TINY}
        growing = {
            job for job in growing if speed[job] < 1 - TINY and not any(job.phases[0][1].get(each, 0) > 0 for each in full)
        }
    return speed


def simulate(rows, constants, machines):
    """All are asked for at once: seconds until the last one ends, and the share of each kind of resource that was used."""
    capacity = {("node", node): machines.cores for node in range(machines.nodes)}
    capacity |= {("source", 0): machines.source_cores or machines.cores, ("catalog", 0): 1.0}
    waiting = collections.deque(rows)
    places = collections.deque(node for _ in range(machines.places) for node in range(machines.nodes))
    running, now, used = [], 0.0, collections.Counter()
    while waiting or running:
        while waiting and places:
            running.append(Job(waiting.popleft(), places.popleft(), constants, machines))
        speed = speeds(running, capacity)
        step = min(job.left / max(speed[job], TINY) for job in running)
        now += step
        for job in running:
            for resource, rate in job.phases[0][1].items():
                used[resource[0]] += rate * speed[job] * step
        ended = [job for job in running if not job.goes_on(speed[job] * step)]
        running = [job for job in running if job not in ended]
        places.extend(job.node for job in ended)
    room = collections.Counter()
    for resource, amount in capacity.items():
        room[resource[0]] += amount * now
    return now, {kind: used[kind] / room[kind] for kind in sorted(used)}
