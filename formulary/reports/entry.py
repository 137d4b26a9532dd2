"""One entry of the catalogue as a page: its figures and what the policies say, each with its source."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from formulary.reports.layout import Line
from formulary.text import listing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    Phrase = Callable[[Mapping[str, Any]], str]

_LABELS = {
    "synonyms": "also called",
    "class": "class",
    "ph": "pH",
    "molar_mass": "molar mass",
    "products": "in products",
    "review_by": "review by",
    "sha256": "SHA-256",
}
_UNITS = {"molar_mass": " g/mol", "valence": " equivalents a mole"}
_FIRST = ("synonyms", "category", "class", "form", "groups", "contains", "excipients", "composition")
_LATER = (
    "cautions",
    "interactions",
    "incompatibilities",
    "standings",
    "limits",
    "products",
    "notes",
    "source",
)
_SKIPPED = ("id", "name", "format", "evidence")
_ON = {
    "concentration": "in the finished mixture",
    "per-session": "a session",
    "per-kg": "of body weight",
    "per-day": "",
    "per-point": "an injection point",
    "per-area": "of skin",
    "volume": "a session",
    "points": "injection points",
    "sessions": "sessions",
    "interval": "between sessions",
    "stock-strength": "in a stock",
}
_MADE_FROM = {"product": " as a finished product", "bulk": " as a bulk substance"}


def page(data: Mapping[str, Any]) -> Iterator[Line]:
    """The lines of the page of one record, as ``formulary.catalogue.describe.record`` gives it."""
    yield Line(f"{data['name']} ({data['id']})", "bold")
    between = [key for key in data if key not in (*_SKIPPED, *_FIRST, *_LATER)]
    for key in (*_FIRST, *between, *_LATER):
        if key in data:
            yield from _field(key, data[key], data.get("evidence", ""))


def _field(key: str, value: Any, evidence: str) -> Iterator[Line]:
    label = f"{_LABELS.get(key, key.replace('_', ' '))}:"
    if isinstance(value, list) and any(isinstance(item, dict) for item in value):
        yield Line("", indent=2, mark=label, mark_style="cyan")
        yield from _rows(value, _PHRASES.get(key, _plain))
    elif isinstance(value, list):
        if value:
            yield Line(", ".join(map(str, value)), "", 2, label, "cyan", 6)
    elif isinstance(value, dict):
        source = key == "source"
        words = _cited(value, evidence) if source else _figure(value) + _UNITS.get(key, "")
        yield Line(words, "", 2, label, "cyan", 6)
        if "source" in value:
            yield Line(_cited(value["source"], value.get("evidence", "")), "dim", 6)
    else:
        yield Line("yes" if value is True else str(value), "", 2, label, "cyan", 6)


def _rows(rows: list[Mapping[str, Any]], phrase: Phrase) -> Iterator[Line]:
    """Each row as a sentence, its source beneath it once for all the rows in turn that share it."""
    for (source, evidence), shared in groupby(_merged(rows), _origin):
        alike = list(shared)
        for row in alike:
            yield Line(phrase(row), "", 4, "-")
        if source:
            many = f"each of these {len(alike)} from: " if len(alike) > 1 else ""
            yield Line(many + _cited(source, evidence), "dim", 6)


def _origin(row: Mapping[str, Any]) -> tuple[Mapping[str, str], str]:
    return row.get("source", {}), row.get("evidence", "")


def _merged(rows: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The rows of policies, each once: with the policy that states it, and those that build on that one."""
    if not all("policy" in row for row in rows):
        return rows
    found: list[tuple[dict[str, Any], list[str]]] = []
    for row in rows:
        stated = {**row, "policy": row.get("stated_by", row["policy"])}
        stated.pop("stated_by", None)
        known = next((on for known, on in found if known == stated), None)
        if known is None:
            found.append((stated, [row["policy"]]))
        else:
            known.append(row["policy"])
    return [{**row, "on_top": [name for name in on if name != row["policy"]]} for row, on in found]


def _cited(source: Mapping[str, str], evidence: str) -> str:
    grade = f" [{evidence}]" if evidence else ""
    return f"{source['title']}, {source['where']} (read {source['read']}){grade}"


def _figure(value: Mapping[str, Any]) -> str:
    """A figure or a range in words: ``4 mm to 13 mm``, ``at most 10 mL``."""
    words = []
    if "low" in value and "high" in value:
        words.append(f"{value['low']} to {value['high']}")
    elif "low" in value:
        words.append(f"at least {value['low']}")
    elif "high" in value:
        words.append(f"at most {value['high']}")
    shown = ("low", "high", "note", "source", "evidence")
    words += [
        listing(item)
        if isinstance(item, list)
        else str(item)
        if key in ("value", "basis")
        else f"{key.replace('_', ' ')} {item}"
        for key, item in value.items()
        if key not in shown
    ]
    return _noted(", ".join(words), value)


def _noted(words: str, row: Mapping[str, Any]) -> str:
    note = str(row.get("note", ""))
    return f"{words}. {note}" if words and note else words or note


def _plain(row: Mapping[str, Any]) -> str:
    return _figure(row)


def _content(row: Mapping[str, Any]) -> str:
    basis = f" as {row['as']}" if "as" in row else ""
    return _noted(f"{row['ingredient']} {row['strength']}{basis}", row)


def _moiety(row: Mapping[str, Any]) -> str:
    return f"1 g holds {row['factor']} g of {row['name']}"


def _activity(row: Mapping[str, Any]) -> str:
    equals = f"; 1 {row['unit']} is {row['equals']} of {row.get('of', 'it')}" if "equals" in row else ""
    return f"{row['unit']}: {row['standard'].rstrip('.')}{equals}"


def _interaction(row: Mapping[str, Any]) -> str:
    return f"with {row['with']}: {row['note']}"


def _standing(row: Mapping[str, Any]) -> str:
    uses = [" or ".join(row[key]) for key in ("routes", "indications", "sites", "species") if key in row]
    where = f", for {'; '.join(uses)}" if uses else ""
    gone = ", no longer sold" if row.get("discontinued") else ""
    words = f"{_by(row)}: {row['standing']}{_MADE_FROM.get(row.get('for', ''), '')}{where}{gone}"
    return _noted(words, row)


def _limit(row: Mapping[str, Any]) -> str:
    bounds = [f"at most {row[key]} ({key})" for key in ("hard", "soft") if key in row]
    bounds += [f"at least {row['min']}"] if "min" in row else []
    basis = f" as {row['as']}" if "as" in row else ""
    whole = f" over all {row['group']}" if "group" in row else ""
    whole += f" of the {row['yields']} that it yields" if "yields" in row else ""
    when = row.get("when")
    condition = f", with {when['with']}" if when else ""
    condition += f" of at least {when['at_least']}" if when and "at_least" in when else ""
    uses = [str(row[key]) for key in ("indication", "site", "species") if key in row]
    route = "any route" if row["route"] == "any" else f"{row['route']} route"
    amount = f"{listing(bounds)} {_ON[row['on']]}".rstrip()
    words = f"{amount}{basis}{whole}{condition}; {', '.join((route, *uses))}"
    return _noted(f"{_by(row)}: {words}", row)


def _by(row: Mapping[str, Any]) -> str:
    """The policy that states a row, and those that build on it and take it over."""
    others = f" ({', '.join(row['on_top'])} too)" if row.get("on_top") else ""
    return f"policy {row['policy']}{others}"


def _pair(row: Mapping[str, Any]) -> str:
    when = row.get("when", {})
    place = "in one session" if when.get("together") == "session" else "in one syringe"
    conditions = [f"{key} {value}" for key, value in when.items() if key != "together"]
    where = ", ".join((place, *conditions))
    return f"with {row['with']}, {where} ({row['level']}): {row['effect']} {row.get('advice', '')}".rstrip()


def _profile(row: Mapping[str, Any]) -> str:
    parts = [f"{row['id']}: {row.get('name', row['id'])}"]
    for key, word in (("requires", "needs"), ("expects", "usually has")):
        parts += [
            f"{word} {item.get('at_least', 1)} of {' or '.join(item['any_of'])}" for item in row.get(key, ())
        ]
    if row.get("forbids"):
        parts.append(f"never {' or '.join(row['forbids'])}")
    return _noted("; ".join(parts), row)


def _beyond_use(row: Mapping[str, Any]) -> str:
    storage = "".join(f", {row[key]}" for key in ("storage", "sterilization") if key in row)
    storage += ", sterility tested" if row.get("sterility_test") else ""
    products = f", of at most {row['max_products']} sterile products" if "max_products" in row else ""
    return _noted(f"{row['setting']}{storage}: at most {row['limit']}{products}", row)


def _osmolality(row: Mapping[str, Any]) -> str:
    return _noted(f"{listing(row['routes'])}: at most {row['high']}", row)


def _combined(row: Mapping[str, Any]) -> str:
    return f"{row['group']}: {row.get('note', 'their doses count together')}"


_PHRASES: dict[str, Phrase] = {
    "beyond_use": _beyond_use,
    "combined": _combined,
    "contains": _content,
    "excipients": _content,
    "moieties": _moiety,
    "osmolality": _osmolality,
    "activity": _activity,
    "incompatibilities": _pair,
    "interactions": _interaction,
    "standings": _standing,
    "limits": _limit,
    "profiles": _profile,
}
