"""From a judged document to what the registry stores of it; made in any process, sent as JSON."""

from __future__ import annotations

import json
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from formulary.domain.build import build
from formulary.findings import Severity
from formulary.reports.json import record
from formulary.rules import rule
from formulary.source.canonical import canonical_bytes
from formulary.store.chain import canonical, digest
from formulary.validation.policies import policy_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from formulary.catalogue.catalogue import Catalogue
    from formulary.validation.outcome import Outcome
    from formulary.validation.run import Choice
    from formulary.validation.setting import Setting


class Judgement(NamedTuple):
    """A verdict as it is stored: by what, how many findings of each weight, the findings as JSON texts."""

    policy: str
    policy_sha256: str
    catalogue_sha256: str
    errors: int
    warnings: int
    notes: int
    not_checked: int
    waived: int
    findings: str
    waivers: str


class Prepared(NamedTuple):
    """A document ready to be stored; ``body`` is empty where it cannot be: ``judgement`` says why.

    A session is not stored at all. ``components`` are lists of place, ingredient, product and whether the
    substance is active there (1 or 0).
    """

    source: str
    formula: str
    judgement: Judgement
    title: str = ""
    indication: str = ""
    route: str = ""
    site: str = ""
    species: str = ""
    author: str = ""
    body: str = ""
    sha256: str = ""
    search: str = ""
    components: Sequence[Sequence[Any]] = ()
    is_session: bool = False


def entire(choice: Choice) -> Choice:
    """The choice as the registry judges by it: no rule is left out or weighs less than it does.

    Whoever runs the command decides by their own configuration, and nobody may approve by loosening it.
    """
    graver = tuple((code, level) for code, level in choice.severity if _graver(level, rule(code).level))
    per_path = () if choice.forced else choice.per_path
    firm = choice._replace(per_path=per_path, severity=graver, baseline=None)
    return firm._replace(select=(), ignore=(), forced=False)


def _graver(level: str, usual: Severity) -> bool:
    order = list(Severity)
    return order.index(Severity(level)) < order.index(usual)


def render(choice: Choice, outcome: Outcome) -> tuple[str]:
    """An outcome as one text, a line of JSON; importable by name, so that other processes can call it."""
    return (json.dumps(prepare(outcome, _setting(choice))),)


@lru_cache(maxsize=2)
def _setting(choice: Choice) -> Setting:
    return choice.setting()


def parse(text: str) -> Prepared:
    """What ``render`` made."""
    source, formula, judged, *rest = json.loads(text)
    return Prepared(source, formula, Judgement(*judged), *rest)


def prepare(outcome: Outcome, setting: Setting) -> Prepared:
    """What the registry stores of a judged document."""
    judged = judgement(outcome, setting)
    data = outcome.data
    if data is None:
        return Prepared(outcome.name, outcome.recipe, judged, is_session=outcome.is_session)
    body = canonical_bytes(data).decode()
    found = setting.catalogue.resolve(data["indication"], "indications")
    components = list(contents(data, setting.catalogue))
    return Prepared(
        source=outcome.name,
        formula=data["id"],
        judgement=judged,
        title=data["title"],
        indication=found.id if found else data["indication"],
        route=data["route"],
        site=data.get("site", ""),
        species=data.get("species", "human"),
        author=data.get("author", {}).get("name", ""),
        body=body,
        sha256=digest(body),
        search=_search_text(data, components, setting.catalogue),
        components=components,
    )


def judgement(outcome: Outcome, setting: Setting) -> Judgement:
    """The verdict on a document: what counts, and what was waived."""
    setting = setting.at(outcome.name)
    weights = [item.severity.value for item in outcome.reported]
    policy = (policy_of(build(outcome.data), setting) if outcome.data else None) or setting.policy
    waivers = {item.waiver for item in outcome.waived if item.waiver is not None}
    return Judgement(
        policy=policy.id,
        policy_sha256=policy.sha256,
        catalogue_sha256=setting.catalogue.sha256,
        errors=weights.count("error"),
        warnings=weights.count("warning"),
        notes=weights.count("note"),
        not_checked=sum(item.finding.not_checked for item in outcome.reported) + outcome.more,
        waived=len(outcome.waived),
        findings=canonical([record(outcome, item) for item in (*outcome.reported, *outcome.waived)]),
        waivers=canonical([waiver._asdict() for waiver in sorted(waivers)]),
    )


def contents(data: Mapping[str, Any], catalogue: Catalogue) -> Iterator[list[Any]]:
    """Every substance of every component, through products too; a name that is not on record as it stands.

    What numbs beside the formula has the place -1.
    """
    numbing = data.get("administration", {}).get("numbing", {})
    parts = list(enumerate(data["components"])) + ([(-1, numbing)] if "product" in numbing else [])
    seen = set()
    for place, part in parts:
        key = "product" if "product" in part else "ingredient"
        found = catalogue.resolve(part[key], f"{key}s")
        kind, name = (found.kind, found.id) if found else (f"{key}s", part[key])
        product = name if kind == "products" else ""
        substances: Sequence[str] = (name,)
        actives: Sequence[str] = (name,)
        if product:
            entry = catalogue.product(name) if found else None
            substances = entry.substances if entry and entry.substances else ("",)
            actives = entry.actives if entry else ()
        for substance in substances:
            row = (place, substance, product)
            if row not in seen:
                seen.add(row)
                yield [*row, int(substance in actives)]


def _search_text(data: Mapping[str, Any], components: list[list[Any]], catalogue: Catalogue) -> str:
    """Everything that a search may find a formula by, each once, in one line."""
    words = [data["id"], data["title"], data["indication"]]
    words += [part.get("product") or part["ingredient"] for part in data["components"]]
    for _, ingredient, product, _ in components:
        for kind, name in (("ingredients", ingredient), ("products", product)):
            entry = catalogue.data[kind].get(name)
            words += [name, entry["name"]] if entry else [name]
    return searchable(" \n".join(dict.fromkeys(word for word in words if word)))


def searchable(text: str) -> str:
    """A text as it is compared in a search: composed, without case."""
    return unicodedata.normalize("NFKC", text).casefold()
