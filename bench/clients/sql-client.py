"""One client of PostgreSQL against the SQL port: sql-client.py psycopg|pg8000|odbc|sqlalchemy DATA_SET. Exit status 3: not here."""

import os
import sys

HOST, PORT = os.environ["PGHOST"], os.environ["PGPORT"]
USER, PASSWORD = os.environ["PGUSER"], os.environ["PGPASSWORD"]
KIND, DATA_SET = sys.argv[1:]
TABLE = '"' + DATA_SET.replace('"', '""') + '"'


def tell(name, tries):
    failed = 0
    for what, work in tries.items():
        try:
            work()
        except Exception as problem:  # whatever a driver raises
            failed += 1
            print(f"{name} {what}: {str(problem).splitlines()[0][:300]}")
    print(f"{name}: {len(tries) - failed} of {len(tries)}")
    return failed


def psycopg():
    import psycopg

    with psycopg.connect(host=HOST, port=PORT, user=USER, password=PASSWORD, dbname="spicerack") as connection:
        def copy(form):
            with connection.cursor() as cursor, cursor.copy(f"COPY (SELECT * FROM {TABLE}) TO STDOUT (FORMAT {form})") as rows:
                assert sum(len(block) for block in rows) > 0

        def server_cursor():
            with connection.cursor("named") as cursor:
                cursor.execute(f"SELECT * FROM {TABLE}")
                assert cursor.fetchmany(3)

        return tell("psycopg " + psycopg.__version__, {
            "parameters": lambda: connection.execute("SELECT %s::int + 1, %s::text", (41, "x")).fetchone(),
            "binary rows": lambda: connection.cursor(binary=True).execute(f"SELECT * FROM {TABLE} LIMIT 5").fetchall(),
            "copy text": lambda: copy("text"),
            "copy csv": lambda: copy("csv"),
            "copy binary": lambda: copy("binary"),
            "named cursor": server_cursor,
        })


def pg8000():
    import pg8000.dbapi

    connection = pg8000.dbapi.connect(host=HOST, port=int(PORT), user=USER, password=PASSWORD, database="spicerack")
    cursor = connection.cursor()
    return tell("pg8000 " + pg8000.__version__, {
        "parameters": lambda: cursor.execute("SELECT cast(%s AS integer) + 1, cast(%s AS text)", (41, "x")),
        "rows": lambda: cursor.execute(f"SELECT * FROM {TABLE} LIMIT 5") and cursor.fetchall(),
    })


def odbc():
    import pyodbc

    driver = next((name for name in pyodbc.drivers() if "postgresql" in name.lower() and "unicode" in name.lower()), None)
    if driver is None:
        sys.exit(3)
    connection = pyodbc.connect(f"DRIVER={{{driver}}};SERVER={HOST};PORT={PORT};DATABASE=spicerack;UID={USER};PWD={PASSWORD}", autocommit=True)
    cursor = connection.cursor()
    return tell("psqlODBC " + connection.getinfo(pyodbc.SQL_DRIVER_VER), {
        "tables": lambda: [row.table_name for row in cursor.tables(schema="spice")].index(DATA_SET),
        "columns": lambda: list(cursor.columns(table=DATA_SET, schema="spice"))[0],
        "primary keys": lambda: list(cursor.primaryKeys(table=DATA_SET, schema="spice")),
        "statistics": lambda: list(cursor.statistics(DATA_SET, schema="spice")),
        "types": lambda: list(cursor.getTypeInfo())[0],
        "parameters": lambda: cursor.execute("SELECT cast(? AS integer) + 1", 41).fetchall(),
        "rows": lambda: cursor.execute(f"SELECT * FROM {TABLE} LIMIT 5").fetchall(),
    })


def sqlalchemy():
    import sqlalchemy as sa

    failed = 0
    for driver in ("psycopg2", "psycopg", "pg8000"):
        try:
            __import__(driver)
        except ImportError:
            print(f"sqlalchemy: {driver} is not here")
            continue
        engine = sa.create_engine(sa.URL.create(f"postgresql+{driver}", USER, PASSWORD, HOST, int(PORT), "spicerack"))
        look = sa.inspect(engine)

        def count():
            table = sa.Table(DATA_SET, sa.MetaData(), autoload_with=engine, schema="spice")
            with engine.connect() as connection:
                return connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()

        failed += tell(f"SQLAlchemy {sa.__version__} over {driver}", {
            "schemas": look.get_schema_names,
            "tables": lambda: look.get_table_names("spice").index(DATA_SET),
            "views": lambda: look.get_view_names("spice").index("data_sets"),
            "columns": lambda: look.get_columns(DATA_SET, "spice")[0],
            "primary key": lambda: look.get_pk_constraint(DATA_SET, "spice"),
            "foreign keys": lambda: look.get_foreign_keys(DATA_SET, "spice"),
            "indexes": lambda: look.get_indexes(DATA_SET, "spice"),
            "unique": lambda: look.get_unique_constraints(DATA_SET, "spice"),
            "checks": lambda: look.get_check_constraints(DATA_SET, "spice"),
            "comment": lambda: look.get_table_comment(DATA_SET, "spice"),
            "enums": lambda: look.get_enums("spice"),
            "domains": look.get_domains,
            "sequences": lambda: look.get_sequence_names("spice"),
            "materialized views": lambda: look.get_materialized_view_names("spice"),
            "whole reflection": lambda: sa.MetaData().reflect(engine, schema="spice", views=True),
            "default schema": lambda: sa.Table(DATA_SET, sa.MetaData(), autoload_with=engine),
            "rows": count,
        })
        engine.dispose()
    return failed


try:
    sys.exit(1 if {"psycopg": psycopg, "pg8000": pg8000, "odbc": odbc, "sqlalchemy": sqlalchemy}[KIND]() else 0)
except ImportError:
    sys.exit(3)
