"""The doors that are compared, what is asked of each, and every way to be answered that is measured beside it."""

import os
import re
import statistics
import subprocess
import tempfile
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from django.db.models import Count

from benchmarks.load import Load, load
from benchmarks.replays import Replay, recorded
from benchmarks.serving import Server, like_the_registry, port, registry, serving
from config.database import SESSION_SETTINGS
from config.server_account import binaries, server_account

MEMBERS = 100
#: The thin server is the limit: all others are told as shares of it.
THIN = "thin server"
OURS, KEPT, NOT_MODIFIED, ORDINARY, SQL, STATIC = "registry", "kept", "304", "ordinary DRF", "SQL", "static file"
#: How much of a file is read at a time.
BLOCK = 64 * 1024


@dataclass(frozen=True)
class Door:
    """An address, and the least that is asked: shares of the thin server's answers a second, by the way."""

    name: str
    path: str
    asked: dict[str, float]
    #: How many times the ordinary way's answers a second are asked of ours.
    over_ordinary: float | None = None
    #: One download at a time, measured in seconds.
    is_file: bool = False


@dataclass(frozen=True)
class Cell:
    """One thing that is measured, once in each round."""

    door: str
    way: str
    connections: int
    measure: Callable[[], Load] = field(compare=False)


@dataclass(frozen=True)
class Contest:
    """Everything that runs while it is measured."""

    doors: tuple[Door, ...]
    servers: dict[str, Server]
    folder: Path
    seconds: float

    def cells(self, connections: tuple[int, ...]) -> Iterator[Cell]:
        """All that is measured."""
        for door in self.doors:
            for way, measure in self._ways(door).items():
                for number in (1,) if door.is_file else connections:
                    yield Cell(door.name, way, number, partial(measure, number))

    def _ways(self, door: Door) -> dict[str, Callable[[int], Load]]:
        if door.is_file:
            ours, thin = f"{self.servers[OURS].base}{door.path}", f"{self.servers[THIN].base}/{door.name}"
            return {OURS: lambda _number: _downloaded(ours), THIN: lambda _number: _downloaded(thin)}
        ways: dict[str, Callable[[int], Load]] = {
            OURS: partial(self._asked, OURS, door.path),
            KEPT: partial(self._asked, KEPT, door.path),
            THIN: partial(self._asked, THIN, f"/{door.name}"),
            SQL: partial(self._pgbench, door),
        }
        if _etag(f"{self.servers[KEPT].base}{door.path}"):
            ways[NOT_MODIFIED] = partial(self._not_modified, door.path)
        if door.over_ordinary:
            ways[ORDINARY] = partial(self._asked, ORDINARY, door.path)
        if door is self.doors[0]:
            ways[STATIC] = partial(self._asked, THIN, f"/static/{door.name}.body")
        return ways

    def _asked(self, server: str, path: str, connections: int) -> Load:
        return load(f"{self.servers[server].base}{path}", connections, self.seconds)

    def _not_modified(self, path: str, connections: int) -> Load:
        url = f"{self.servers[KEPT].base}{path}"
        return load(url, connections, self.seconds, {"If-None-Match": _etag(url)})

    def _pgbench(self, door: Door, connections: int) -> Load:
        """The statements alone, by PostgreSQL's own measure."""
        program = str(binaries(server_account()) / "pgbench")
        with tempfile.TemporaryDirectory(dir=self.folder) as logs:
            options = ["--no-vacuum", f"--file={self.folder / door.name}.sql", "--log", f"--log-prefix={logs}/log"]
            size = [f"--client={connections}", "--jobs=1", f"--time={max(round(self.seconds), 1)}"]
            environment = {**os.environ, "PGOPTIONS": f"{SESSION_SETTINGS} -c client_min_messages=error"}
            command = [program, *options, *size, os.environ["DATABASE_URL"]]
            done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
            times = sorted(
                int(line.split()[2]) / 1000 for log in Path(logs).iterdir() for line in log.read_text().splitlines()
            )
        rate = re.search(r"tps = ([\d.]+)", done.stdout)
        if done.returncode or not rate or not times:
            raise RuntimeError(f"pgbench: {done.stdout}{done.stderr}")
        return Load(float(rate.group(1)), statistics.median(times), times[int(0.99 * (len(times) - 1))])


def _etag(url: str) -> str:
    """Empty where the answer has none."""
    with urllib.request.urlopen(url) as answer:  # noqa: S310 (a server of ours)
        return answer.headers["ETag"] or ""


def _downloaded(url: str) -> Load:
    """One download, to its end."""
    begun = time.perf_counter()
    with urllib.request.urlopen(url, timeout=600) as answer:  # noqa: S310 (a server of ours)
        while answer.read(BLOCK):
            pass
    taken = time.perf_counter() - begun
    return Load(1 / taken, taken * 1000, taken * 1000)


def growth_of(server: Server, path: str) -> float:
    """How many megabytes more the server takes, at most, while it answers the second time."""
    url = f"{server.base}{path}"
    for _worker in range(4):
        _downloaded(url)
    before = peak = server.megabytes()
    asking = threading.Thread(target=_downloaded, args=(url,))
    asking.start()
    while asking.is_alive():
        peak = max(peak, server.megabytes())
        asking.join(0.02)
    return peak - before


def doors() -> tuple[Door, ...]:
    """What is compared, with questions out of the data: a big cluster, a word that many have."""
    from clusters.models import Cluster, Membership  # needs the settings

    counted = Membership.objects.filter(cluster__publication="published").values_list("cluster__slug")
    sizes = counted.annotate(n=Count("id")).order_by("n")
    slug = (sizes.filter(n__gte=MEMBERS).first() or sizes.last() or ("",))[0]
    word = _word(list(Cluster.objects.published().values_list("summary_nb", flat=True)[:2000]))
    fast = {OURS: 0.85, KEPT: 2.5, NOT_MODIFIED: 2.5}
    return (
        Door("list", "/api/v1/clusters/?page_size=50", fast, 9.0),
        Door("detail", f"/api/v1/clusters/{slug}/", fast, 8.0),
        Door("members", f"/api/v1/clusters/{slug}/members/?page_size={MEMBERS}", fast, 8.0),
        Door("search", f"/api/v1/clusters/?q={word}", fast, 9.0),
        Door("page", "/klynger/", {OURS: 0.25, KEPT: 2.5}),
        Door("export", "/klynger.csv", {OURS: 1.0}, is_file=True),
    )


def _word(texts: list[str]) -> str:
    """The word of ten letters or fewer, ASCII, that stands in the number of texts next to one in eight."""
    words = Counter(word for text in texts for word in set(re.findall(r"\b[a-z]{4,10}\b", text.lower())))
    return min(words, key=lambda word: (abs(words[word] - len(texts) / 8), word), default="klynge")


def replays(all_doors: tuple[Door, ...], folder: Path) -> None:
    """What each door asks of the database, written down for the thin server and for pgbench."""
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    for door in all_doors:
        client.get(door.path)  # what is only asked once
        replay = recorded(lambda path=door.path: client.get(path))  # type: ignore[misc]
        replay.write(folder / door.name)
        (folder / f"{door.name}.body").write_bytes(replay.body)
        (folder / f"{door.name}.sql").write_text(_script(replay))


def _script(replay: Replay) -> str:
    """As pgbench reads it: a statement a line, and a comment where a line would begin like one of its own commands."""
    whole = [" ".join(asked.whole.rstrip("; \n").splitlines()) for asked in replay.statements if asked.how != "copy"]
    return "".join(f"{statement};\n" for statement in whole)


@contextmanager
def contest(seconds: float) -> Iterator[Contest]:
    """All servers, started; they end with the block."""
    found = doors()
    with ExitStack() as resources:
        folder = Path(resources.enter_context(tempfile.TemporaryDirectory(prefix="compare-")))
        replays(found, folder)

        def run(name: str, command: Callable[[int], list[str]], probe: str, **environment: str) -> Server:
            free = port()
            log = folder / f"{name.replace(' ', '-')}.log"
            return resources.enter_context(serving(command(free), free, probe, log, **environment))

        static = [f"--static-path-mount={folder}", "--static-path-route=/static"]
        thin = like_the_registry("benchmarks.thin:application")
        plain = like_the_registry("config.wsgi:application")
        servers = {
            OURS: run(OURS, registry, "/healthz", ANSWER_CACHE_MB="0", ANSWER_CACHE_URL=""),
            KEPT: run(KEPT, registry, "/healthz", ANSWER_CACHE_MB="8"),
            THIN: run(THIN, lambda free: [*thin, f"--port={free}", *static], "/list", REPLAYS=str(folder)),
            ORDINARY: run(
                ORDINARY,
                lambda free: [*plain, f"--port={free}"],
                "/api/v1/",
                DJANGO_SETTINGS_MODULE="benchmarks.ordinary_settings",
            ),
        }
        yield Contest(found, servers, folder, seconds)
