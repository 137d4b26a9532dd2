"""The two tables of an inventory, column by column: its name, what kind of cell it makes, what it means."""

from __future__ import annotations

from typing import NamedTuple


class Column(NamedTuple):
    """One column. ``kind`` is ``text``, ``number`` (a rounded decimal as text, or empty) or ``count``."""

    name: str
    kind: str
    what: str


class FormulaRow(NamedTuple):
    """One formula; the fields are those of FORMULA_COLUMNS, in that order."""

    formula: str
    version: int | str
    status: str
    title: str
    indication: str
    indication_name: str
    profile: str
    species: str
    route: str
    site: str
    policy: str
    policy_effective: str
    jurisdiction: str
    volume: str
    volume_ml_exact: str
    volume_ml: str
    session_volume_ml: str
    technique: str
    needle: str
    points: int | str
    sessions: int | str
    interval: str
    setting: str
    container: str
    storage: str
    beyond_use: str
    parts: int
    actives: str
    nearest: str
    nearest_on: str
    nearest_level: str
    nearest_value: str
    nearest_limit: str
    nearest_unit: str
    headroom_percent: str
    nearest_source: str
    errors: int
    warnings: int
    notes: int
    not_checked: int
    waived: int
    finding_codes: str
    waivers: str
    complete: str
    missing: str
    author: str
    registered_by: str
    registered_at: str
    signatures: str
    file: str
    content_sha256: str
    policy_sha256: str
    catalogue_sha256: str
    check_is_current: str
    remarks: str


class ComponentRow(NamedTuple):
    """One substance that one component brings; the fields are those of COMPONENT_COLUMNS, in that order."""

    formula: str
    version: int | str
    part: int
    named: str
    stock: str
    stock_name: str
    stated_by: str
    stated: str
    stock_strength: str
    part_volume_ml_exact: str
    part_volume_ml: str
    role: str
    ingredient: str
    ingredient_name: str
    category: str
    ingredient_class: str
    cas: str
    unii: str
    inchikey: str
    atc: str
    basis: str
    amount_exact: str
    amount: str
    amount_unit: str
    concentration_exact: str
    concentration: str
    concentration_unit: str
    total_exact: str
    total: str
    limit_on: str
    limit_level: str
    limit_value: str
    limit: str
    limit_unit: str
    limit_basis: str
    headroom_percent: str
    limit_source: str
    standing: str
    standing_source: str
    stock_source: str
    missing: str


_NEAREST = "of the limit that is used up furthest (minimums left out)"

FORMULA_COLUMNS = (
    Column("formula", "text", "id of the formula"),
    Column("version", "count", "number of the version in the registry; empty for a file"),
    Column("status", "text", "draft, in-review, approved, superseded or retired; `unregistered` for a file"),
    Column("title", "text", "title, as its author wrote it"),
    Column("indication", "text", "id of the indication, or the word as written if it is unknown"),
    Column("indication_name", "text", "name of the indication"),
    Column("profile", "text", "component profile of the indication"),
    Column("species", "text", "human or equine"),
    Column("route", "text", "route of administration"),
    Column("site", "text", "site on the body"),
    Column("policy", "text", "policy that the limits, standings and headroom are of"),
    Column("policy_effective", "text", "day from which that policy is in force"),
    Column("jurisdiction", "text", "jurisdiction of that policy"),
    Column("volume", "text", "volume of the batch, as written"),
    Column("volume_ml_exact", "text", "the same in mL, exact"),
    Column("volume_ml", "number", "the same in mL, rounded to 6 significant digits"),
    Column("session_volume_ml", "number", "volume given in one session, in mL, rounded"),
    Column("technique", "text", "technique of administration"),
    Column("needle", "text", "length and gauge of the needle"),
    Column("points", "count", "number of injection points"),
    Column("sessions", "count", "number of sessions"),
    Column("interval", "text", "time between sessions, as written"),
    Column("setting", "text", "compounding setting of the record"),
    Column("container", "text", "container of the finished mixture"),
    Column("storage", "text", "storage of the finished mixture: temperature; light"),
    Column("beyond_use", "text", "how long it may be used, as written"),
    Column("parts", "count", "how many components the recipe has"),
    Column("actives", "text", "ids of the active substances that the components are there for"),
    Column("nearest", "text", f"substance or group {_NEAREST}"),
    Column("nearest_on", "text", "what that limit is on: concentration, per-session, per-kg ..."),
    Column("nearest_level", "text", "hard or soft"),
    Column("nearest_value", "number", "the value of this formula, in the unit of that limit"),
    Column("nearest_limit", "number", "that limit"),
    Column("nearest_unit", "text", "the unit of both"),
    Column("headroom_percent", "number", "what is left to that limit, in % of it; negative above it"),
    Column("nearest_source", "text", "source of that limit, with its grade of evidence"),
    Column("errors", "count", "findings at error level that are not waived"),
    Column("warnings", "count", "findings at warning level that are not waived"),
    Column("notes", "count", "findings at note level"),
    Column("not_checked", "count", "checks that could not be made"),
    Column("waived", "count", "findings that a waiver covers"),
    Column("finding_codes", "text", "codes of the findings, each once, with their number where above one"),
    Column("waivers", "text", "waivers in force: rule, component, reason, by whom, until when"),
    Column("complete", "text", "`yes`, or `no` where an amount or a concentration could not be worked out"),
    Column("missing", "text", "what could not be worked out, and why"),
    Column("author", "text", "author named by the recipe, else by the registry"),
    Column("registered_by", "text", "account that registered the version"),
    Column("registered_at", "text", "when it was registered, in UTC"),
    Column("signatures", "text", "meaning, printed name (account), UTC time and key of each signature"),
    Column("file", "text", "file that it comes from, below the folder that was given"),
    Column("content_sha256", "text", "SHA-256 of the recipe's canonical JSON (RFC 8785)"),
    Column("policy_sha256", "text", "SHA-256 of the policy of its check"),
    Column("catalogue_sha256", "text", "SHA-256 of the catalogue of its check"),
    Column(
        "check_is_current",
        "text",
        "`yes` where that policy and catalogue are still the ones that the numbers here are worked out by",
    ),
    Column("remarks", "text", "the recipe's own notes"),
)
"""The columns of the first table: one row a formula."""

COMPONENT_COLUMNS = (
    Column("formula", "text", "id of the formula"),
    Column("version", "count", "number of the version; empty for a file"),
    Column(
        "part", "count", "number of the component in the recipe, from 1; several rows where it brings more"
    ),
    Column("named", "text", "name of the component, as written"),
    Column("stock", "text", "id of the product or ingredient that the name means; empty if it is unknown"),
    Column("stock_name", "text", "its name in the catalogue"),
    Column("stated_by", "text", "how it is stated: volume, amount, concentration or qs"),
    Column("stated", "text", "the quantity as written; `q.s.` for what fills up to the volume"),
    Column("stock_strength", "text", "strength of the substance in the stock, as written or on its label"),
    Column("part_volume_ml_exact", "text", "volume that the component adds, in mL, exact"),
    Column("part_volume_ml", "number", "the same, rounded to 6 significant digits"),
    Column(
        "role",
        "text",
        "active, vehicle (what the others are in), excipient (keeps or tunes the others), or unknown",
    ),
    Column("ingredient", "text", "id of the substance"),
    Column("ingredient_name", "text", "name of the substance (INN or USAN)"),
    Column("category", "text", "category: vitamin, numbing-agent, vehicle ..."),
    Column("ingredient_class", "text", "class: drug, biologic, device, cosmetic, supplement, homeopathic"),
    Column("cas", "text", "CAS number of exactly this substance"),
    Column("unii", "text", "FDA UNII of exactly this substance"),
    Column("inchikey", "text", "InChIKey of exactly this substance"),
    Column("atc", "text", "ATC code"),
    Column("basis", "text", "what the amounts count: empty for the substance as named, else a part of it"),
    Column("amount_exact", "text", "amount that this component brings into the batch, exact"),
    Column("amount", "number", "the same, rounded to 6 significant digits"),
    Column("amount_unit", "text", "unit of the amount"),
    Column(
        "concentration_exact",
        "text",
        "concentration in the finished mixture that this component brings, exact: a decimal, or a ratio of "
        "integers where no decimal ends",
    ),
    Column("concentration", "number", "the same, rounded to 6 significant digits"),
    Column("concentration_unit", "text", "unit of the concentration"),
    Column("total_exact", "text", "concentration of the substance in the mixture from all components, exact"),
    Column("total", "number", "the same, rounded to 6 significant digits"),
    Column(
        "limit_on",
        "text",
        "what the nearest limit is on, the one that is used up furthest (minimums left out)",
    ),
    Column("limit_level", "text", "hard or soft"),
    Column("limit_value", "number", "the value that is held against it (all components together)"),
    Column("limit", "number", "that limit"),
    Column("limit_unit", "text", "the unit of both"),
    Column("limit_basis", "text", "substance, group or part that the limit counts"),
    Column("headroom_percent", "number", "what is left to that limit, in % of it; negative above it"),
    Column("limit_source", "text", "source of the limit, with its grade of evidence"),
    Column("standing", "text", "what the policy says of an active in this use: approved, off-label ..."),
    Column("standing_source", "text", "source of the standing, with its grade of evidence"),
    Column("stock_source", "text", "source of the stock's composition"),
    Column("missing", "text", "why an amount or concentration is missing"),
)
"""The columns of the second table: one row for each substance that a component brings."""
