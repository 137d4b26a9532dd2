"""What entries of a catalogue say of one another, beyond naming what exists: whether it can be meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from formulary.catalogue.faults import Fault
from formulary.text import did_you_mean
from formulary.units import Exact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.catalogue.known import Known
    from formulary.findings import Path
    from formulary.source.document import Document


def nonsense(document: Document, known: Known) -> Iterator[Fault]:
    """Every entry that refers to what exists, but not to what it could mean."""
    data: Any = document.data
    kind = data["format"].partition("/")[0]
    if kind == "ingredients":
        yield from _ingredients(document)
    elif kind == "products":
        yield from _products(document, known)
    elif kind == "policy":
        yield from _policy(document, known)


def _ingredients(document: Document) -> Iterator[Fault]:
    data: Any = document.data
    for index, entry in enumerate(data["ingredients"]):
        for number, part in enumerate(entry.get("moieties", ())):
            if Exact.of(part["factor"]) > 1:
                message = f"1 g of `{entry['id']}` cannot hold {part['factor']} g of {part['name']}"
                path = ("ingredients", index, "moieties", number, "factor")
                yield Fault(document, path, message, "Look for a slip of the decimal point.")


def _products(document: Document, known: Known) -> Iterator[Fault]:
    data: Any = document.data
    for index, entry in enumerate(data["products"]):
        base: Path = ("products", index)
        made = entry.get("reconstitute")
        if (entry["form"] == "powder") != (made is not None):
            message = "a powder, and nothing else, is reconstituted before it can be drawn up"
            yield Fault(document, (*base, "form"), message, "Give `reconstitute`, or correct the `form`.")
        elif made and made["with"] == entry["id"]:
            yield Fault(document, base, f"`{entry['id']}` is made up with itself", "Name its diluent.")
        elif made and made["with"] in known.powders:
            message = f"`{made['with']}` is a powder itself and cannot dissolve another"
            yield Fault(document, (*base, "reconstitute", "with"), message, "Name a solution.")
        for key in ("contains", "excipients"):
            for number, part in enumerate(entry.get(key, ())):
                if part["strength"].startswith("1:") and part["ingredient"] not in known.ratios:
                    message = f"ratio strengths are not in use for `{part['ingredient']}`"
                    path = (*base, key, number, "strength")
                    yield Fault(document, path, message, "Write the strength in mg/mL or mcg/mL.")


def _policy(document: Document, known: Known) -> Iterator[Fault]:
    data: Any = document.data
    if data["effective"] > data["review_by"]:
        message = "the policy is due for review before it takes effect"
        yield Fault(document, ("review_by",), message, "Correct one of the two dates.")
    for index, row in enumerate(data["limits"]):
        companion = row.get("when", {}).get("with")
        company = known.ingredients | known.groups | known.moieties
        if companion is not None and companion not in company:
            message = f"no ingredient, group or moiety `{companion}` in the catalogue"
            yield Fault(
                document, ("limits", index, "when", "with"), message, did_you_mean(companion, company)
            )
    for table in ("standings", "limits"):
        for index, row in enumerate(data[table]):
            for site in (row["site"],) if "site" in row else row.get("sites", ()):
                if site not in known.sites:
                    message = f"no indication has a site `{site}`"
                    yield Fault(document, (table, index), message, did_you_mean(site, known.sites))
