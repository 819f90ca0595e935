"""`make bench`: seed, serve, ask, tell. Results go to `bench/results.json`."""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from bench.again import again
from bench.against_stock import against_stock
from bench.growth import growth
from bench.rounds import QUICK, Pace
from bench.servers import ROOT, Database, environment
from bench.soak import soak
from bench.table import tables

FOLDER = ROOT / "var" / "bench"
RESULTS = ROOT / "bench" / "results.json"
FEW, MANY, HANDFUL = 500, 100_000, 40
NOTE = "Figures of one run on one machine: compare ratios, not milliseconds."


def arguments() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--growth", action="store_true", help="also 500 against 100,000 reports")
    parser.add_argument("--soak", action="store_true", help="also memory over distinct operations")
    parser.add_argument("--only", action="store_true", help="nothing but --growth and --soak")
    parser.add_argument("--minutes", type=float, default=10, help="of the soak")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--many", type=int, default=MANY, help="reports of the large database")
    parser.add_argument("--quick", action="store_true", help="a smoke run: no figure means a thing")
    parser.add_argument(
        "--databases", nargs="+", default=["sqlite", "postgresql"], metavar="NAME",
        help="sqlite, postgresql",
    )  # fmt: skip
    parser.add_argument("--into", type=Path, default=RESULTS, help="file of the results")
    return parser.parse_args()


def main() -> None:
    """Measure every database there is, and print the tables."""
    asked = arguments()
    results = kept(asked.into)
    for name in asked.databases:
        if name == "sqlite":
            told = measure(asked, name, "")
        elif url := os.environ.get("DATABASE_URL", ""):
            told = measure(asked, name, url)
        elif has_postgresql():
            told = on_throw_away_postgresql(asked)
        else:
            say("PostgreSQL is not there: give DATABASE_URL, or install it.")
            continue
        results["databases"].setdefault(name, {}).update(told)
        write(asked.into, results)
    sys.stdout.write(f"{tables(results)}\n")


def kept(path: Path) -> dict[str, Any]:
    """The results of earlier runs that this one does not measure anew."""
    if path.exists():
        return json.loads(path.read_text())
    return {"note": NOTE, "databases": {}}


def write(path: Path, results: dict[str, Any]) -> None:
    results["machine"] = {
        "python": platform.python_version(),
        "processors": os.cpu_count(),
        "system": platform.system(),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n")


def measure(asked: argparse.Namespace, name: str, url: str) -> dict[str, Any]:
    """Everything asked for, on one database."""
    pace = QUICK if asked.quick else Pace(rounds=asked.rounds)
    small = seeded(name, HANDFUL if asked.quick else FEW, url)
    told: dict[str, Any] = {}
    if not asked.only:
        say(f"{name}: against stock")
        told["against_stock"] = against_stock(small, pace)
        say(f"{name}: the same answer again")
        told["again"] = again(small, pace)
    if asked.soak:
        say(f"{name}: memory")
        told["soak"] = soak(small, 60 * asked.minutes)
    if asked.growth:
        say(f"{name}: growth")
        told["growth"] = growth(small, large_one(asked, name, url), pace)
    return told


def large_one(asked: argparse.Namespace, name: str, url: str) -> Database:
    """The large database: on PostgreSQL a second one on the same server."""
    if not url:
        return seeded(name, asked.many, "")
    before, _, after = url.partition("?")
    start, _, database = before.rpartition("/")
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        name_of_large = f"{database}_large"
        found = connection.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s", [name_of_large]
        ).fetchone()
        if found is None:
            connection.execute(f'CREATE DATABASE "{name_of_large}"')
    return seeded(name, asked.many, f"{start}/{name_of_large}?{after}")


def seeded(name: str, count: int, url: str) -> Database:
    """A database with so many reports; what an earlier run wrote is used again."""
    folder = FOLDER / f"{name}-{count}"
    folder.mkdir(parents=True, exist_ok=True)
    database = Database(folder, url)
    say(f"{name}: {count} reports")
    subprocess.run(
        [sys.executable, "-m", "bench.seed", str(count)],
        cwd=ROOT,
        env=environment(database, "cms.settings.development", {}),
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return database


def has_postgresql() -> bool:
    return bool(shutil.which("initdb") or any(Path("/usr/lib/postgresql").glob("*/bin/initdb")))


def on_throw_away_postgresql(asked: argparse.Namespace) -> dict[str, Any]:
    """The same run on a PostgreSQL that lives as long as it does."""
    shutil.rmtree(FOLDER / "throw-away", ignore_errors=True)
    for folder in FOLDER.glob("postgresql-*"):
        shutil.rmtree(folder)
    into = FOLDER / "postgresql.json"
    into.unlink(missing_ok=True)
    given = sys.argv[1:]
    command = [ROOT / ".ci" / "postgres", sys.executable, "-m", "bench", *given]
    subprocess.run(
        [*command, "--databases", "postgresql", "--into", into],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return json.loads(into.read_text())["databases"]["postgresql"]


def say(what: str) -> None:
    """Tell how far it is."""
    sys.stderr.write(f"bench: {what}\n")


if __name__ == "__main__":
    main()
