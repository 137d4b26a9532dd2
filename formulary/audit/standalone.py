"""Verify an audit bundle of formulary, with nothing but Python 3.11 and OpenSSH's `ssh-keygen`.

The bundle cannot vouch for its own keys: compare the fingerprints that are printed with what their owners
told you, or pass a file with their public keys as --trust. Exit code 1: something is not as it was recorded.
"""

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Row = dict[str, Any]
State = dict[str, dict[tuple[Any, ...], Row]]
MEANING = {"approve": "approval", "reject": "review", "retire": "retirement"}


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


def lines(path: Path) -> Iterator[Any]:
    with path.open(encoding="utf-8", errors="surrogateescape") as stream:
        yield from map(json.loads, stream)


def replay(folder: Path, tables: Row, state: State) -> Iterator[tuple[int, str, Row]]:
    """Follow the chain and apply each event to the state; then it is looked at."""
    head = "0" * 64
    for place, event in enumerate(lines(folder / "events.ndjson"), 1):
        told = sha256(f"formulary-audit-v1\n{event['seq']}\n{event['prev']}\n{event['body']}")
        if (event["seq"], event["prev"], event["hash"]) != (place, head, told):
            raise ValueError(f"event {place}: the chain is broken here")
        head, body = told, json.loads(event["body"])
        for change in body["changes"]:
            adds, row = "add" in change, change["row"]
            table = change["add"] if adds else change["change"]
            key = tuple((row if adds else change["key"])[column] for column in tables[table]["key"])
            may = set(tables[table]["columns" if adds else "changeable"])
            if adds == (key in state[table]) or not (row.keys() == may if adds else row.keys() <= may):
                raise ValueError(f"event {place}: it changes what is written once, or what is not there")
            state[table].setdefault(key, {}).update(row)
        yield place, head, body


def judge(seq: int, body: Row, state: State, approvals: dict[Any, set[str]]) -> Iterator[str]:
    """What is wrong with an event: signatures and decisions that do not hold."""
    by, at, changes = body["by"], body["at"], body["changes"]
    signed = [change["row"] for change in changes if change.get("add") == "signature"]
    for row in signed:
        formula, number, key = row["formula"], row["number"], state["key"][row["fingerprint"],]
        text = (
            f"formulary statement 1\nformula: {formula}\nversion: {number}\n"
            f"sha256: {state['version'][formula, number]['sha256']}\nmeaning: {row['meaning']}\n"
            f"name: {row['name']}\naccount: {row['account']}\ntime: {row['signed_at']}\n"
        )
        own = (row["event"], row["account"], key["account"]) == (seq, by, by)
        own = own and row["name"] == state["account"][by,]["name"]
        timely = row["signed_at"] <= at and counts(key, at) and counts(key, row["signed_at"])
        if not (own and timely and holds(text, row["sshsig"], key, "statement@formulary")):
            yield f"the {row['meaning']} of {formula}@{number} does not hold"
    whole = {(row["formula"], row["number"], row["meaning"]) for row in signed}
    for row in (change["row"] for change in changes if change.get("add") == "decision"):
        act, version = row["act"], (row["formula"], row["number"])
        if act in MEANING and (*version, MEANING[act]) not in whole:
            yield f"the decision to {act} {version[0]}@{version[1]} is not signed"
        if act == "approve" and state["version"][version]["registered_by"] == by:
            yield f"{by} registered {version[0]}@{version[1]} and approved it too"
        approvals[version] = approvals.get(version, set()) | {by} if act == "approve" else set()
    for change in changes:
        if change.get("change") == "version" and change["row"].get("status") == "approved":
            version = (change["key"]["formula"], change["key"]["number"])
            if len(approvals.pop(version, ())) < max(one["approvers"] for one in state["registry"].values()):
                yield f"{version[0]}@{version[1]} became approved by too few people"


def counts(key: Row, time: str) -> bool:
    ends = [key[name] for name in ("valid_until", "revoked_at") if key[name]]
    return key["valid_from"] <= time and all(time < end for end in ends)


def holds(text: str, sshsig: str, key: Row, namespace: str) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "signers").write_text(f"signer {key['public_key']}\n", "utf-8")
        Path(folder, "signature").write_text(sshsig, "utf-8")
        run = f"ssh-keygen -Y verify -f signers -I signer -n {namespace} -s signature".split()
        done = subprocess.run(run, input=text.encode(), capture_output=True, check=False, cwd=folder)
    return done.returncode == 0


def compare(folder: Path, tables: Row, state: State) -> Iterator[str]:
    """Every row that is not what the events say."""
    parts: dict[Any, list[Any]] = {}
    for row in lines(folder / "rows/component.ndjson"):
        parts.setdefault((row[0], row[1]), []).append(row[2:])
    for table, shape in tables.items():
        for values in lines(folder / f"rows/{table}.ndjson"):
            row = dict(zip(shape["columns"], values, strict=True))
            key = tuple(row[column] for column in shape["key"])
            own = parts.pop(key, []) if table == "version" else []
            mine = sha256(json.dumps(sorted(own), ensure_ascii=False, separators=(",", ":")))
            image = row | {name: sha256(row[name]) for name in shape["hashed"]}
            if image != state[table].pop(key, None) or row.get("components_sha256", mine) != mine:
                yield f"{table} {key}: the row is not what the events say"
        yield from (f"{table} {key}: the events say that there is such a row" for key in state[table])
    yield from (f"component rows of {key}, which is no version" for key in parts)


def verify(folder: Path, trusted: str | None) -> Iterator[str]:
    """Print what the bundle holds; everything that is not as it was recorded."""
    tables = json.loads((folder / "tables.json").read_text("utf-8"))
    state, seq, head, approvals = State({table: {} for table in tables}), 0, "", dict[Any, set[str]]()
    for seq, head, body in replay(folder, tables, state):
        yield from (f"event {seq}: {fault}" for fault in judge(seq, body, state, approvals))
    text, begin, rest = (folder / "checkpoint.txt").read_text("utf-8").partition("-----BEGIN")
    given, keys = dict(line.split(": ") for line in text.splitlines()[1:]), list(state["key"].values())
    print(f"{seq} events, head {head}\ncheckpoint of {given['time']} by {given['account']}")
    said = (given["registry"],), given["events"], given["head"]
    if said != (*state["registry"], str(seq), head):
        yield "the checkpoint is of another log"
    could = [key for key in keys if key["account"] == given["account"] and counts(key, given["time"])]
    if not any(holds(text, begin + rest, key, "checkpoint@formulary") for key in could):
        yield "the checkpoint is not signed"
    for key in keys:
        print(f"key {key['fingerprint']} of {key['account']}, on the word of {key['added_by']}")
        if trusted is not None and key["public_key"] not in trusted:
            yield f"the key {key['fingerprint']} is not among those that you trust"
    yield from compare(folder, tables, state)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).parent)
    parser.add_argument("--trust", type=Path)
    options, found = parser.parse_args(), 0
    try:
        for found, fault in enumerate(verify(options.folder, options.trust and options.trust.read_text()), 1):
            print(fault)
    except (ValueError, KeyError, TypeError, AttributeError, OSError) as fault:
        found += 1
        print(f"it cannot be followed further: {fault}")
    print(
        f"FAILED: {found} fault{'s' * (found > 1)}" if found else "VERIFIED: everything is as it was recorded"
    )
    sys.exit(bool(found))
