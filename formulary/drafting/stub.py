"""The entry of an unknown ingredient, to be filled in: what an approver must answer before it can be used.

No placeholder passes the check of the catalogue, so that nothing unanswered is ever judged by.
"""

from __future__ import annotations

from formulary.drafting.yaml import scalar, slug, wrapped
from formulary.resources import schema
from formulary.text import clip, escape, listing

UNANSWERED = "ANSWER"
"""Stands where an answer is missing; text that may be anything is left empty instead."""


def stub(name: str, groups: list[str]) -> str:
    """An ``ingredients/1`` file for one ingredient, with the rows of a policy in comments below it.

    ``groups`` are those that the catalogue knows.
    """
    entry = schema("ingredients")["$defs"]["ingredient"]["properties"]
    evidence = schema("ingredients")["$defs"]["evidence"]["enum"]
    standing = schema("policy")["$defs"]["standing"]["properties"]["standing"]["enum"]
    limits = schema("policy")["$defs"]["limit"]["properties"]
    text = _TEXT.format(
        name=scalar(name),
        shown=clip(escape(name), 80),
        id=scalar(slug(name) or UNANSWERED),
        categories=listing(entry["category"]["enum"]),
        classes=listing(entry["class"]["enum"]),
        groups=listing(groups),
        evidence=listing(evidence),
        standings=listing(standing),
        on=listing(limits["on"]["enum"]),
        routes=listing(limits["route"]["enum"]),
    )
    return "".join(f"{wrapped(line)}\n" for line in text.splitlines())


_TEXT = """\
# yaml-language-server: $schema=ingredients.schema.json
# The entry of {shown}, to be filled in by who answers for it.
# Put the file into a folder of your own and check it with `formulary catalogue check FOLDER`:
# it passes when every ANSWER and every "" is answered. Delete a line only where it says so.
# `formulary schema ingredients` prints the schema.
format: ingredients/1
sources:
  # Where the answers stand: the label, the register or the study, the place in it, and the day it was read.
  # Add a source for each document; entries name it by its key.
  identity:
    title: ""
    where: ""
    read: ANSWER # a date, as in 2026-11-22
ingredients:
  # IDENTITY. Which substance is it exactly? A salt and its base are two ingredients.
  - id: {id}
    name: {name} # its INN or USAN; brand names go below
    synonyms: [""] # what else people call it; or delete the line
    # The numbers of exactly this substance; delete those that it does not have.
    identifiers: {{cas: ANSWER, unii: ANSWER, source: identity}}

    # WHAT IT IS. One of {categories}.
    category: ANSWER
    # How the law classes it: {classes}.
    class: ANSWER
    # What it counts together with, so that doses are added up; [] for none. On record: {groups}.
    groups: [ANSWER]

    # SAFETY. Every allergen to ask a patient about, such as sulfite; [] only if the label says so.
    allergens: [ANSWER]
    # What it must not meet, and what to watch for; delete what does not apply.
    # Evidence is one of {evidence}; what is unverified can only warn.
    interactions:
      - {{with: "", note: "", source: identity, evidence: ANSWER}}
    cautions:
      - {{note: "", source: identity, evidence: ANSWER}}
    # Must the stock be diluted, and to which strength at most? Delete the line if not.
    dilute_before_use: {{to: ANSWER, note: "", source: identity, evidence: ANSWER}}

    # FIGURES that conversions need; delete those that nobody will ask for.
    molar_mass: {{value: ANSWER, source: identity, evidence: ANSWER}} # g/mol, in quotes: "270.80"
    solubility: {{value: ANSWER, source: identity, evidence: ANSWER}} # in water: 50 mg/mL
    # valence: {{value: 1, source: identity, evidence: ANSWER}} # equivalents per mole
    # density: {{value: 1.04 g/mL, source: identity, evidence: ANSWER}} # of a liquid
    # activity: # for what is measured in units: of which standard, and what one unit weighs if that is known
    #   - {{unit: IU, standard: "", equals: 0.3 mcg, source: identity, evidence: ANSWER}}
    # moieties: # what it is also stated as: the mass of zinc in a zinc salt, say
    #   - {{name: zinc, factor: "0.4050", source: identity, evidence: ANSWER}}

# STANDING AND LIMITS belong to a policy, which is a file of its own. Without a standing the ingredient is
# FML202 (error), without a limit FML308 (not checked). Copy the lines below that begin with `#:`, without
# these two characters, to a second file in the same folder, and judge by it with `--policy clinic`.
#
# Standing is one of {standings}:
# for a finished product, for powder that is weighed in (bulk), or for both; for which routes, indications,
# sites and species. Which law or register says so?
# A limit is on {on}.
# It holds for one route or for any: {routes}.
# `hard` fails a recipe and cannot be waived, `soft` warns, `min` is the least with a documented effect.
# That a strength is sold does not make it a safe dose: it bounds stock-strength only.
#
#: format: policy/1
#: id: clinic
#: name: ""
#: jurisdiction: ""
#: extends: us
#: routes: [ANSWER]
#: species: [human]
#: effective: ANSWER
#: review_by: ANSWER
#: sources:
#:   law: {{title: "", where: "", read: ANSWER}}
#:   label: {{title: "", where: "", read: ANSWER}}
#: standings:
#:   - {{ingredient: {id}, standing: ANSWER, for: product, routes: [ANSWER], source: law, evidence: ANSWER}}
#:   - {{ingredient: {id}, standing: ANSWER, for: bulk, routes: [ANSWER], source: law, evidence: ANSWER}}
#: limits:
#:   - {{ingredient: {id}, "on": concentration, route: ANSWER, soft: ANSWER, source: label, evidence: ANSWER}}
#:   - {{ingredient: {id}, "on": per-session, route: ANSWER, hard: ANSWER, source: label, evidence: ANSWER}}
#:   - {{ingredient: {id}, "on": per-kg, route: ANSWER, hard: ANSWER, source: label, evidence: ANSWER}}
#:   - {{ingredient: {id}, "on": stock-strength, route: any, hard: ANSWER, source: label, evidence: ANSWER}}
"""
