"""Verify an audit bundle of formulary, with nothing but Python 3.11 and OpenSSH's `ssh-keygen`.

The bundle cannot vouch for its own keys: compare the fingerprints that are printed with what their owners
told you, or pass a file with their public keys as --trust. Exit code 1: something is not as it was recorded.
"""

import argparse
import base64
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
BECOMES = {"in-review": "submit", "draft": "reject", "approved": "approve", "retired": "retire"}
TABLES = "3a13b5d48a3184105e9aa52ada799c61e003da4633d33115585602398339ce2e"  # of tables.json
canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


def lines(path: Path) -> Iterator[Any]:
    with path.open(encoding="utf-8", errors="surrogateescape") as stream:
        yield from map(json.loads, stream)


def replay(folder: Path, tables: Row, state: State) -> Iterator[tuple[int, str, Row]]:
    """Follow the chain and apply each event to the state; then it is looked at."""
    head = "0" * 64
    for place, event in enumerate(lines(folder / "events.ndjson"), 1):
        body = json.loads(event["body"])
        told = sha256(f"formulary-audit-v1\n{event['seq']}\n{event['prev']}\n{canonical(body)}")
        if (event["seq"], event["prev"], event["hash"]) != (place, head, told):
            raise ValueError(f"event {place}: the chain is broken here")
        head = told
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
    """What is wrong with an event: contents, keys, signatures and decisions that do not hold."""
    by, acts = body["by"], set()
    for table, row in ((change["add"], change["row"]) for change in body["changes"] if "add" in change):
        acts.add((row.get("formula"), row.get("number"), row.get("act", row.get("meaning"))))
        if not sound(table, row, (seq, by, by), body["at"], state):
            yield f"the {table} does not hold: {canonical(row)[:200]}"
    for formula, number, act in (one for one in acts if one[2] in BECOMES.values()):
        name, version = f"{formula}@{number}", state["version"][formula, number]
        if act in MEANING and (formula, number, MEANING[act]) not in acts:
            yield f"the decision to {act} {name} is not signed"
        if act == "approve" and version["registered_by"] == by:
            yield f"{by} registered {name} and approved it too"
        known = approvals.get((formula, number), set())
        approvals[formula, number] = known | {by} if act == "approve" else set()
    for change in (one for one in body["changes"] if one.get("change") == "version"):
        place, status = (change["key"]["formula"], change["key"]["number"]), change["row"]["status"]
        needed = max(one["approvers"] for one in state["registry"].values()) if status == "approved" else 0
        decided = status == "superseded" or (*place, BECOMES[status]) in acts
        if not decided or len(approvals.get(place, ())) < needed:
            yield f"{place[0]}@{place[1]} became {status} without a decision, or by too few people"


def sound(table: str, row: Row, own: tuple[int, str, str], at: str, state: State) -> Any:
    """Whether a row that an event adds is what it says, and signed where it must be."""
    if table == "signature":
        version, key = state["version"][row["formula"], row["number"]], state["key"][row["fingerprint"],]
        text = f"formulary statement 1\nformula: {row['formula']}\nversion: {row['number']}\n"
        text += f"sha256: {version['sha256']}\nmeaning: {row['meaning']}\nname: {row['name']}\n"
        text += f"account: {row['account']}\ntime: {row['signed_at']}\n"
        named = row["name"] == state["account"][row["account"],]["name"] and row["signed_at"] <= at
        mine = named and own == (row["event"], row["account"], key["account"]) and not key["revoked_at"]
        counted = mine and counts(key, at) and counts(key, row["signed_at"])
        return counted and holds(text, row["sshsig"], key, "statement@formulary")
    if table == "key":
        kind, blob = row["public_key"].split(" ")
        digest = base64.b64encode(hashlib.sha256(base64.b64decode(blob, validate=True)).digest()).decode()
        others = [key for key in state["key"].values() if key["fingerprint"] != row["fingerprint"]]
        live = [key for key in others if not key["revoked_at"] and counts(key, at)]
        text = f"formulary key 1\naccount: {row['account']}\nkey: {row['public_key']}\nvalid from: {at}\n"
        text += f"valid until: {row['valid_until']}\nendorsed by: {own[1]}\ntime: {at}\n"
        said = [key for key in live if (key["fingerprint"], key["account"]) == (row["endorsed_by"], own[1])]
        word = any(holds(text, row["endorsement"], key, "key@formulary") for key in said)
        word = word and own[1] != row["account"] if live else not row["endorsed_by"]
        same = (kind, f"SHA256:{digest[:43]}") == ("ssh-ed25519", row["fingerprint"])
        return word and same and (row["valid_from"], row["added_by"]) == (at, own[1])
    return table != "content" or row["sha256"] == row["body"]


def counts(key: Row, time: str) -> Any:
    return key["valid_from"] <= time < min(key[one] or "9999" for one in ("valid_until", "revoked_at"))


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
            mine = sha256(canonical(sorted(own)))
            image = row | {name: sha256(row[name]) for name in shape["hashed"]}
            same = canonical(image) == canonical(state[table].pop(key, None))
            if not same or row.get("components_sha256", mine) != mine:
                yield f"{table} {key}: the row is not what the events say"
        yield from (f"{table} {key}: the events say that there is such a row" for key in state[table])
    yield from (f"component rows of {key}, which is no version" for key in parts)


def verify(folder: Path, trusted: str | None) -> Iterator[str]:
    """Print what the bundle holds; everything that is not as it was recorded."""
    if sha256((folder / "tables.json").read_text("utf-8")) != TABLES:
        raise ValueError("tables.json is not that of this script")
    tables = json.loads((folder / "tables.json").read_text("utf-8"))
    state, seq, head, approvals = State({table: {} for table in tables}), 0, "", dict[Any, set[str]]()
    for seq, head, body in replay(folder, tables, state):
        yield from (f"event {seq}: {fault}" for fault in judge(seq, body, state, approvals))
    text, begin, rest = (folder / "checkpoint.txt").read_text("utf-8").partition("-----BEGIN")
    given, keys = dict(line.split(": ") for line in text.splitlines()[1:]), list(state["key"].values())
    print(f"{seq} events, head {head}\ncheckpoint of {given['time']} by {given['account']}")
    if ((given["registry"],), given["events"], given["head"]) != (*state["registry"], str(seq), head):
        yield "the checkpoint is of another log"
    could = [key for key in keys if key["account"] == given["account"] and counts(key, given["time"])]
    if not any(holds(text, begin + rest, key, "checkpoint@formulary") for key in could):
        yield "the checkpoint is not signed"
    for key in keys:
        word = key["added_by"] if key["endorsed_by"] else "nobody"
        print(f"key {key['fingerprint']} of {key['account']}, on the word of {word}")
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
    failed = f"FAILED: {found} fault{'s' * (found > 1)}"
    print(failed if found else "VERIFIED: everything is as it was recorded")
    sys.exit(bool(found))
