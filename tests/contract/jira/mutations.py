"""Valid answers of a Jira, changed by chance in one place: nothing of it may go unheard.

`python -m tests.contract.jira.mutations --count 20000` spoils so many answers, of every endpoint
that the hub asks, in both dialects. After each the reading ends in words or goes on; a page that
failed moves no cursor; and after a few of them the next good night brings the hub to the truth.
"""

import argparse
import json
import logging
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import structlog as lines

from connectors.jira.cursor import cursor_from
from hub.model.facts import RecordQuarantined
from tests.jira_server import LocalJira, faults

from .convergence import say
from .reading import Hub, hub

TOGETHER = 10  # readings with spoilt answers before the truth is looked at
SPOILT = 4  # answers in a reading
ENDPOINTS = ("serverInfo", "myself", "field", "status", "versions", "board", "sprints")
OF_CLOUD: tuple[str, ...] = (
    "search",
    "field/search",
    "project/search",
    "bulkfetch",
    "changelog/bulkfetch",
)
OF_CLOUD += ("bulkfetch", "changelog/bulkfetch", "comments", "worklogs")
OF_SERVER = ("search", "search", "search", "project", "comments", "worklogs")
STRANGE: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1.5, 2**63, 10**40, "", "x", "0", "-1", "é😀", "\x00", "\u202e"),
    *([], {}, [None], [[]], {"id": None}, "9999-12-31T23:59:59.999-1200", "1970-01-01", "x" * 5000),
    *("=1+1", "<script>", "../../etc/passwd", "https://elsewhere.example.test/x", "2026-02-30"),
)
SPLICES: tuple[bytes, ...] = (
    b"\xff",
    b"\xed\xa0\x80",
    rb"\ud83d",
    rb"\u0000",
    b"NaN",
    b"1e999",
    b"{",
    b"]",
    b'"',
    b",",
)
SPLICES += (b"\x00", b"\\", b"null", b"[" * 300, b"9" * 400, b"<html>", b"\xef\xbb\xbf")


def mutated(raw: bytes, chance: Random) -> bytes:
    """Spoil an answer: one value of it, or its bytes."""
    if chance.random() < 0.4:
        return _bytes(raw, chance)
    try:
        found = json.loads(raw)
    except ValueError:
        return _bytes(raw, chance)
    places = list(_places(found))
    if not places:
        return json.dumps(chance.choice(STRANGE)).encode()
    name = chance.choice(sorted({str(key) for _, key in places}))  # ids are many, times are few
    holder, key = chance.choice([place for place in places if str(place[1]) == name])
    chance.choice((_replace, _replace, _retype, _drop, _double))(holder, key, chance)
    return json.dumps(found).encode()


def _places(value: Any) -> Any:
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for key, one in inner:
        yield value, key
        if isinstance(one, dict | list):
            yield from _places(one)


def _replace(holder: Any, key: Any, chance: Random) -> None:
    holder[key] = chance.choice(STRANGE)


def _retype(holder: Any, key: Any, chance: Random) -> None:
    old = holder[key]
    if isinstance(old, str):
        holder[key] = int(old) if old.isdigit() else chance.choice(([old], {"id": old}))
    elif isinstance(old, int | float):
        holder[key] = str(old)
    else:
        holder[key] = [old] if chance.random() < 0.5 else str(old)


def _drop(holder: Any, key: Any, chance: Random) -> None:
    del holder[key]


def _double(holder: Any, key: Any, chance: Random) -> None:
    if isinstance(holder, list):
        holder.insert(chance.randint(0, len(holder)), holder[key])
    else:
        holder[f"{key}s"] = holder[key]


def _bytes(raw: bytes, chance: Random) -> bytes:
    at = chance.randint(0, len(raw))
    to = at + chance.choice((0, 1, 4, 40, len(raw)))
    what = chance.randint(0, 3)
    if what == 0:  # flip a bit
        at = min(at, len(raw) - 1)
        return raw[:at] + bytes([raw[at] ^ 1 << chance.randint(0, 7)]) + raw[at + 1 :]
    if what == 1:
        return raw[:at] + raw[to:]
    if what == 2:
        return raw[:at] + raw[at:to] * 2 + raw[to:]
    return raw[:at] + chance.choice(SPLICES) + raw[at:]


def site(seed: int) -> LocalJira:
    """Make a small Jira with something of everything."""
    jira = LocalJira(("cloud", "dc")[seed // TOGETHER % 2])
    board = jira.script.add_board("Team", "ALPHA")
    sprint = jira.script.add_sprint(board, "Sprint 1", state="active")
    jira.knobs.caps |= {"embedded": 1, "bulk_histories": 4, "dc_search": 20}
    for number in range(4):
        issue = jira.script.create("ALPHA", f"Issue {number} 😀", duedate="2026-05-01")
        jira.script.change(issue, status="In Progress", assignee="li", fixVersions=["1.0"])
        jira.script.change(issue, sprint=[sprint], labels=["later"], components=["MES"])
        for text in ("One", "Two"):
            jira.script.comment(issue, text)
            jira.script.worklog(issue, 3600, comment=text)
        jira.script.attach(issue, "a.pdf")
    jira.script.link("ALPHA-1", "ALPHA-2")
    jira.script.reparent("ALPHA-3", "ALPHA-1")
    jira.clock.advance(hours=2)
    return jira


def spoil(it: Hub, seed: int, hits: Counter[str]) -> str:
    """Read with a few spoilt answers; say what went wrong with that, else nothing."""
    chance, jira = Random(seed), it.jira
    offered = (*ENDPOINTS, *(OF_CLOUD if jira.mode == "cloud" else OF_SERVER))

    def change(raw: bytes) -> bytes:
        hits["spoilt"] += 1
        return mutated(raw, chance)

    for where in chance.sample(offered, SPOILT):
        jira.faults.on(where, faults.body(change), times=chance.choice((1, 1, 1, 7)))
    jira.clock.advance(hours=chance.choice((0.2, 24)))
    for issue in list(jira.documents):
        jira.script.change(issue.id, summary=f"{issue.key} {seed} 😀")
        jira.script.comment(issue.id, f"Comment {seed}")
    before, position = cursor_from(it.past.cursor).watermark, it.log.last_position()
    outcome = it.sync()
    jira.faults.clear()
    after = cursor_from(it.past.cursor).watermark
    hits[outcome.outcome if outcome.outcome == "good" else outcome.code] += 1
    return _complaint(it, outcome, position, moved=before != after)


def _complaint(it: Hub, outcome: Any, position: int, *, moved: bool) -> str:
    if outcome.code in ("error", "counts_unequal"):
        return f"{outcome.code} {outcome.message} {outcome.values}"
    new = it.log.read(after=position, limit=10_000).events
    for record in new:
        if isinstance(record, RecordQuarantined) and not it.originals.read(record.original):
            return f"no bytes are kept of {record}"
    passes = [event for event in new if getattr(event, "kind", "") == "delta"]
    return "the watermark went past a page that failed" if moved and not passes else ""


def together(seed: int, folder: Path, hits: Counter[str]) -> list[str]:
    """Spoil some answers one after the other, then compare with the truth; say what is wrong."""
    jira = site(seed)
    with hub(jira, folder, strict=False, reread_nights=1, patience=60) as it:
        said = [(number, spoil(it, number, hits)) for number in range(seed, seed + TOGETHER)]
        wrong = [f"{number}: {complaint}" for number, complaint in said if complaint]
        for _ in range(3):  # so much may seem to have vanished that a census is doubted
            jira.clock.advance(hours=24)
            outcome = it.sync()
            if outcome.outcome == "good":
                break
        wrong += [f"{seed} afterwards: {outcome.code}"] * (outcome.outcome != "good")
        for issue in jira.documents:
            item = it.past.item(issue.id)
            truth = (issue.fields["summary"], issue.fields["status"]["id"], issue.key, "")
            shown = item and (item.value("title"), item.value("status"), item.key, item.vanished)
            if shown != truth:
                wrong.append(f"{seed} afterwards: {issue.id} is {shown}, not {truth}")
    return wrong


def tried(first: int, count: int, told: Callable[[str], None]) -> Counter[str]:
    """Spoil so many answers; tell each complaint, and give what came of them."""
    hits: Counter[str] = Counter()
    for seed in range(first, first + count * 10, TOGETHER):
        if hits["spoilt"] >= count:
            break
        with tempfile.TemporaryDirectory() as folder:
            try:
                wrong = together(seed, Path(folder), hits)
            except Exception as error:  # noqa: BLE001 - the others go on
                wrong = [f"{seed}: {error!r}"]
        hits["wrong"] += len(wrong)
        for line in wrong:
            told(line)
    return hits


def main() -> int:
    """Try many."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000, help="how many answers are spoilt")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    options = parser.parse_args()
    lines.configure(wrapper_class=lines.make_filtering_bound_logger(logging.CRITICAL))
    begun = time.monotonic()
    hits = tried(options.first, options.count, say)
    say(f"{dict(hits)}, {time.monotonic() - begun:.0f} s")
    return 1 if hits["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main())
