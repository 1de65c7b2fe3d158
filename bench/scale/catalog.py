"""Makes a catalog large: what the service wrote once is written many times, into the SQLite file of a service that is stopped."""

import sqlite3
import time
import uuid

from service import say

CHUNK = 100_000
# until then a service has started
LEAD_MINUTES = 3


def columns(catalog, table):
    return [row[1] for row in catalog.execute(f"PRAGMA table_info({table})")]


def copies(catalog, table, template, number, change):
    """Rows of a table, each that of the template with some columns changed: change(i) gives them by name."""
    names = columns(catalog, table)
    source = dict(zip(names, template))
    marks = ", ".join("?" for _ in names)
    catalog.executemany(
        f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})",
        ([{**source, **change(i)}[name] for name in names] for i in range(number)),
    )


def data_sets(catalog, template, number):
    """Data sets like the template; when their schedules fire is said in the end."""
    said = {"data_set": "data_set_id", "data_set_definition": "data_set_id", "refresh_schedule": "data_set_id"}
    for table, key in said.items():
        row = catalog.execute(f"SELECT * FROM {table} WHERE {key} = ?", (template,)).fetchone()
        names = columns(catalog, table)

        def change(i, row=dict(zip(names, row)), table=table):
            changed = {"data_set_id": name(i)}
            if table == "data_set":
                changed["name"] = name(i)
            if table == "data_set_definition":
                changed["members"] = row["members"].replace(template, name(i))
            return changed

        copies(catalog, table, row, number, change)
    catalog.execute("DELETE FROM refresh_schedule WHERE data_set_id = ?", (template,))
    for row in catalog.execute("SELECT * FROM resource_permission WHERE resource_arn LIKE ?", ("%/" + template,)).fetchall():
        copies(catalog, "resource_permission", row, number, lambda i, arn=row[0]: {"resource_arn": arn.replace(template, name(i))})


def name(i):
    return f"scale-{i:05d}"


def ingestions(catalog, template, number, sets):
    """Refreshes that ended, of the days before, in turns of all data sets."""
    row = catalog.execute("SELECT * FROM ingestion WHERE data_set_id = ? ORDER BY place LIMIT 1", (template,)).fetchone()
    first = catalog.execute("SELECT max(place) FROM ingestion").fetchone()[0] + 1
    step = 5_000
    begin = int(time.time() * 1000) - 3_600_000 - number * step

    def change(i):
        moment = begin + i * step
        return {
            "place": first + i,
            "data_set_id": name(i % sets),
            "ingestion_id": str(uuid.UUID(int=(1 << 120) + i)),
            "created": moment,
            "started": moment + 200,
            "ended": moment + 900,
            "version_id": None,
        }

    copies(catalog, "ingestion", row, number, change)


def records(catalog, number):
    """Audit records that every sink has got, like those that there are."""
    names = columns(catalog, "audit_event")
    rows = catalog.execute("SELECT * FROM audit_event WHERE event_name <> 'DescribeKey' ORDER BY place").fetchall()
    templates = [dict(zip(names, row)) for row in rows]
    first = catalog.execute("SELECT max(place) FROM audit_event").fetchone()[0] + 1
    begin = int(time.time() * 1000) - 3_600_000 - number * 50

    def made(i):
        template = templates[i % len(templates)]
        event = str(uuid.UUID(int=(2 << 120) + i))
        row = {
            **template,
            "place": first + i,
            "event_id": event,
            "event_time": begin + i * 50,
            "record_json": template["record_json"].replace(template["event_id"], event),
        }
        return [row[name] for name in names]

    marks = ", ".join("?" for _ in names)
    for chunk in range(0, number, CHUNK):
        upto = min(number, chunk + CHUNK)
        catalog.executemany(f"INSERT INTO audit_event ({', '.join(names)}) VALUES ({marks})", map(made, range(chunk, upto)))
        catalog.commit()
        if upto % (10 * CHUNK) == 0:
            say(f"  {upto:,} records")
    catalog.execute("UPDATE audit_sink SET delivered = ?, taken = ?", (first + number - 1, first + number - 1))


def schedules(catalog, minutes):
    """Every hour, in one of so many minutes that follow, from some after now on; returns the first."""
    first = int(time.time() // 60) + LEAD_MINUTES
    for place, (data_set,) in enumerate(catalog.execute("SELECT data_set_id FROM refresh_schedule ORDER BY 1").fetchall()):
        moment = f"00:{(first + place % minutes) % 60:02d}"
        catalog.execute("UPDATE refresh_schedule SET time_of_the_day = ? WHERE data_set_id = ?", (moment, data_set))
    return first


def enlarge(file, template, options):
    """Returns how large it is by table, and the first minute, since 1970, in which schedules fire."""
    catalog = sqlite3.connect(file)
    catalog.execute("PRAGMA synchronous = OFF")
    catalog.execute("PRAGMA cache_size = -400000")
    data_sets(catalog, template, options.data_sets)
    ingestions(catalog, template, options.ingestions, options.data_sets)
    records(catalog, options.records)
    first = schedules(catalog, options.minutes)
    catalog.commit()
    found = {
        table: catalog.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in ("data_set", "refresh_schedule", "ingestion", "audit_event")
    }
    catalog.close()
    return found, first
