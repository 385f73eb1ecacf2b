"""Asks one address over many connections for some seconds: wrk where Debian's package is there, else a client of ours.

wrk costs the processor least, which the servers share with it. Ours (``python -m benchmarks.load``) is asyncio in a
process of its own; with it, fast answers are measured as slower than they are. Every run says which it was.
"""

import asyncio
import contextlib
import json
import math
import re
import shutil
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from urllib.parse import urlsplit

_UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}
#: An answer that takes longer (seconds) is not waited for: wrk counts those alone that come while it asks.
LONGEST = 30.0
_NOT_MODIFIED = 304
_FAULT = 400


@dataclass(frozen=True)
class Load:
    """What came of it: answers a second; half of them, and 99 of 100, took no longer than so many milliseconds."""

    per_second: float
    p50: float
    p99: float
    #: Answers that were none: refused, broken off, given up. A run with any of them proves nothing.
    faults: int = 0


def tool() -> str:
    """What asks."""
    return "wrk" if shutil.which("wrk") else "our own client"


def load(url: str, connections: int, seconds: float, headers: dict[str, str] | None = None) -> Load:
    """Ask as fast as the answers come. Raises RuntimeError when none comes."""
    own = [sys.executable, "-m", "benchmarks.load", url, str(connections), str(seconds), json.dumps(headers or {})]
    if tool() != "wrk":
        return Load(**json.loads(_said(own)))
    given = [f"--header={name}: {value}" for name, value in (headers or {}).items()]
    options = ["--threads=1", f"--connections={connections}", f"--duration={max(math.ceil(seconds), 1)}s", "--latency"]
    found = _of_wrk(_said(["wrk", *options, "--timeout=60s", *given, url]), url)
    if found is None and seconds < LONGEST:
        return load(url, connections, 4 * seconds, headers)
    if found is None:
        raise RuntimeError(f"{url}: no answer in {seconds} s")
    return found


def _said(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{command[0]}: {done.stdout}{done.stderr}")
    return done.stdout


def _of_wrk(said: str, url: str) -> Load | None:
    """What wrk says; None where not one answer came."""
    faults = sum(int(number) for number in re.findall(r"(?:responses:|connect|read|write|timeout) (\d+)", said))
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    if not rate:
        raise RuntimeError(f"{url}: {said}")
    if not float(rate.group(1)):
        return None
    p50, p99 = (_milliseconds(re.search(rf"\b{share}%\s+([\d.]+)(us|ms|s|m)\b", said)) for share in (50, 99))
    return Load(float(rate.group(1)), p50, p99, faults)


def _milliseconds(found: "re.Match[str] | None") -> float:
    return float(found.group(1)) * _UNITS[found.group(2)] if found else math.nan


async def _ask(url: str, headers: dict[str, str], until: float, times: list[float]) -> None:
    """One connection, kept open."""
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    lines = [f"GET {path} HTTP/1.1", f"Host: {parts.netloc}", *(f"{name}: {value}" for name, value in headers.items())]
    request = ("\r\n".join(lines) + "\r\n\r\n").encode()
    while time.perf_counter() < until:
        begun = time.perf_counter()
        writer.write(request)
        await _answer(reader, url)
        times.append((time.perf_counter() - begun) * 1000)
    writer.close()
    with contextlib.suppress(ConnectionError):
        await writer.wait_closed()


async def _answer(reader: asyncio.StreamReader, url: str) -> None:
    """Read one whole answer. Raises RuntimeError for a fault."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
    status = int(head.split(" ", 2)[1])
    if status >= _FAULT:
        raise RuntimeError(f"{url}: {status}")
    length = re.search(r"content-length: (\d+)", head)
    if length:
        await reader.readexactly(int(length.group(1)))
    elif status != _NOT_MODIFIED:
        while size := int((await reader.readline()).strip() or b"0", 16):
            await reader.readexactly(size + 2)
        await reader.readline()


async def _all(url: str, connections: int, seconds: float, headers: dict[str, str]) -> Load:
    times: list[float] = []
    begun = time.perf_counter()
    await asyncio.gather(*(_ask(url, headers, begun + seconds, times) for _number in range(connections)))
    taken = time.perf_counter() - begun
    ordered = sorted(times)
    p50, p99 = (ordered[math.ceil(len(ordered) * share) - 1] for share in (0.5, 0.99))
    return Load(len(ordered) / taken, p50, p99)


if __name__ == "__main__":
    address, number, duration, given = sys.argv[1:]
    print(json.dumps(asdict(asyncio.run(_all(address, int(number), float(duration), json.loads(given))))))
