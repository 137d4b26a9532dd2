"""An ingredient that the policy does not approve, or on which it is silent.

What no authority has assessed for injection may be impure, not sterile or harmful where it is put, and
many published mesotherapy recipes hold such a substance. The standing comes from the policy, row by
row with its source. An ingredient without any standing is treated as unapproved: nobody has looked.

Marketed but never approved, and permitted only as a bulk substance for compounding, are a warning
that says which of the two it is. A powder weighed in (`dry: true`) needs a standing as a bulk
substance; the approval of a finished product does not carry over.

Source: the standings of the policy; in the US, Drugs@FDA and the bulk lists of 21 CFR 216.23.

Fails::

    format: recipe/1
    id: example
    title: Example
    indication: pigmentation
    route: intradermal
    volume: 10 mL
    components:
      - {ingredient: glutathione, strength: 200 mg/mL, volume: 2 mL}
      - {product: lidocaine-2-percent, volume: 1 mL}
      - {product: sodium-chloride-0.9, qs: true}

Passes::

    format: recipe/1
    id: example
    title: Example
    indication: local-anesthesia
    route: infiltration
    volume: 20 mL
    components:
      - {product: lidocaine-1-percent, volume: 10 mL}
      - {product: sodium-chloride-0.9, qs: true}
    administration: {patient_weight: 50 kg}
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulary.findings import Finding, Severity
from formulary.limits.standings import Status
from formulary.rules.profiles import once
from formulary.rules.wording import named_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulary.rules.case import Case

LEVEL = Severity.ERROR


_WORDS = {
    Status.UNAPPROVED: "is not approved {form}",
    Status.NONE: "has no standing {form}",
    Status.MARKETED_UNAPPROVED: "is marketed {form}, but without an approval",
    Status.BULK_PERMITTED: "may be weighed in as a bulk substance for compounding, but that is no approval",
}


def check(case: Case) -> Iterator[Finding]:
    """Every active whose standing is unapproved, missing, or short of an approval."""
    for portion, ingredient, (status, row), is_filler, _ in once(case.judged):
        if status not in _WORDS or is_filler:
            continue
        form = "as a powder to weigh in" if portion.component.dry else "as a stock preparation"
        refused = status in (Status.UNAPPROVED, Status.NONE)
        note = f" {row.note.rstrip('.')}." if row and row.note else ""
        yield Finding(
            "FML202",
            named_path(portion),
            f"{ingredient.name} {_WORDS[status].format(form=form)} (policy `{case.policy.id}`)",
            f"{'Replace it by an approved ingredient.' if refused else 'Record why it is used.'}{note}",
            None if refused else Severity.WARNING,
            ingredient.id,
            source=str(row.source) if row else "",
        )


check_session = check
