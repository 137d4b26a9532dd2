"""A worksheet says all that the bench needs, and whatever speaks against using it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from worksheet_samples import CLEAN, data_of, made, ordered, sheet, version_of

from formulary.catalogue.load import shipped
from formulary.errors import UsageFaultError
from formulary.worksheet.label import label
from formulary.worksheet.names import TALL_MAN, printed

if TYPE_CHECKING:
    from formulary.worksheet.sheet import Sheet

SMALL = {
    "format": "recipe/1",
    "id": "small",
    "title": "Small amounts",
    "indication": "alopecia",
    "route": "intradermal",
    "volume": "1 mL",
    "components": [
        {"ingredient": "biotin", "strength": "0.001 mg/mL", "volume": "0.001 mL"},
        {"ingredient": "cyanocobalamin", "amount": "0.000001 mg", "dry": True},
        {"product": "lidocaine-2-percent", "volume": "0.333 mL"},
        {"product": "sodium-chloride-0.9", "qs": True},
    ],
}


def amounts(found: Sheet) -> list[tuple[str, str]]:
    return [(line.action, line.amount) for line in found.lines]


def test_the_amounts_of_a_batch_stand_in_the_order_of_the_recipe_and_what_fills_up_last() -> None:
    found = sheet("reference-hair-dexpanthenol-zinc", volume="50 mL")
    assert amounts(found) == [("draw", "10 mL"), ("draw", "10 mL"), ("draw", "5 mL"), ("fill", "25 mL")]
    assert found.total == "10 + 10 + 5 + 25 = 50 mL"
    assert found.lines[1].steps == (
        "formula of 10 mL: 2 mL of 1 mg/mL (as zinc) = 2 mg",
        "this batch: 2 mL × 50 mL / 10 mL = 10 mL",
    )


def test_sessions_and_overfill_say_how_much_is_made() -> None:
    found = sheet("reference-hair-dexpanthenol-zinc", sessions=4, overfill="0.5 mL")
    assert dict(found.batch) == {
        "For": "4 sessions of 2.5 mL",
        "To be used": "10 mL",
        "Overfill": "0.5 mL",
        "To be made": "10.5 mL",
        "Scale": "1.05 × the formula's 10 mL",
    }
    assert [active.session for active in found.actives] == ["125 mg", "0.5 mg", "5 mg"]


def test_the_sheet_names_the_preservatives_that_come_with_the_stocks() -> None:
    assert sheet(CLEAN).also == ("edetate disodium", "thimerosal")


def test_a_potency_is_worked_out_in_a_step_of_its_own() -> None:
    line = sheet("reference-hair-dexpanthenol-zinc", potencies=["lidocaine=80%"]).lines[2]
    assert line.amount == "1.25 mL"
    assert line.steps[-1] == "this lot, 80% of its label: 1 mL ÷ 80% = 1.25 mL"


def test_a_weak_lot_that_brings_too_much_of_what_comes_along_is_said() -> None:
    kept = sheet(CLEAN, potencies=["hyaluronidase-150=95%"])
    over = sheet(CLEAN, potencies=["hyaluronidase-150=80%"])
    assert not kept.notices
    assert [(one.level, one.text.partition(". ")[0]) for one in over.notices] == [
        (
            "warning",
            "With these lots edetate-disodium (concentration) is over the soft limit: 0.0125 of 0.011 % w/v",
        )
    ]
    assert not over.watermark, "a soft limit"


def test_the_smallest_amounts_never_print_as_zero_and_say_that_they_cannot_be_measured() -> None:
    found = made(version_of(SMALL, "draft"))[0]
    assert amounts(found)[:2] == [
        ("draw", "0.001 mL"),
        ("weigh", "0.001 mcg"),
    ]
    assert found.lines[0].level == "error"
    assert "Less than the finest mark at hand, 0.01 mL" in found.lines[0].flag
    assert found.lines[2].level == "warning"
    assert found.lines[2].flag == ("The nearest marks give 0.33 mL, −0.9%: 0.33 mL in a 1 mL syringe.")
    printed = " ".join(str(part) for part in found)
    assert not re.search(r"(?<![\d.])0 (mL|mg|mcg)", printed)
    assert not re.search(r"(?<![\d])\.\d", printed), "a leading zero is missing"


def test_amounts_in_the_formulas_own_words_are_marked_once_they_no_longer_hold() -> None:
    as_written, scaled = (
        sheet("reference-hair-dexpanthenol-zinc"),
        sheet("reference-hair-dexpanthenol-zinc", volume="20 mL"),
    )
    assert not as_written.steps_note
    assert [bool(step.caution) for step in as_written.steps] == [False, False, False]
    assert "which are for 10 mL" in scaled.steps_note
    assert [bool(step.caution) for step in scaled.steps] == [False, True, False]


def test_a_formula_without_steps_says_so_instead_of_inventing_them() -> None:
    assert "records no steps" in sheet("hair-density-panthenol").steps_note


@pytest.mark.parametrize(
    ("asked", "until", "by"),
    [
        ({}, "", "the formula's own record"),
        ({"prepared": "2026-11-26T09:30"}, "2026-11-26 13:30", "the formula's own record"),
        (
            {"prepared": "2026-11-26T21:00", "lots": ["hyaluronidase-150=A1,2026-11-26"]},
            "2026-11-26 23:59",
            "the lot of hyaluronidase 150 USP units/mL injection, bovine, which expires",
        ),
    ],
)
def test_the_earliest_bound_sets_the_time_of_use(asked: dict[str, object], until: str, by: str) -> None:
    found = sheet(CLEAN, **asked)
    assert (found.use_within, found.use_until, found.use_because) == ("4 h", until, by)


def test_without_a_time_on_record_a_lot_sets_none() -> None:
    asked = {"prepared": "2026-11-26T09:30", "lots": ["lidocaine-2-percent=A1,2027-05-31"]}
    found = sheet("hair-density-panthenol", **asked)
    assert (found.use_within, found.use_until, found.use_because) == ("", "", "")


def test_a_longer_time_on_record_gives_way_to_the_policy_and_to_a_stock() -> None:
    data = data_of("reference-hair-dexpanthenol-zinc")
    data["preparation"]["beyond_use"] = "48 h"
    found = made(version_of(data, "draft"))[0]
    assert (found.use_within, found.use_because) == (
        "12 hours",
        "policy us for category-1 at room temperature",
    )
    data["components"].insert(0, {"product": "ascorbic-acid-500", "volume": "0.1 mL"})
    found = made(version_of(data, "draft"))[0]
    by = "ascorbic acid 500 mg/mL injection, once opened or made up"
    assert (found.use_within, found.use_because) == ("4 h", by)


def test_an_expired_lot_and_a_lot_of_nothing_are_refused() -> None:
    with pytest.raises(UsageFaultError, match="expired on 2026-11-25"):
        sheet(CLEAN, prepared="2026-11-26T09:30", lots=["hyaluronidase-150=A1,2026-11-25"])
    with pytest.raises(UsageFaultError, match="expired on 2020-11-25"):
        sheet(CLEAN, lots=["hyaluronidase-150=A1,2020-11-25"])
    sheet(CLEAN, prepared="2020-11-25T09:30", lots=["hyaluronidase-150=A1,2020-11-25"])
    with pytest.raises(UsageFaultError, match="not in this recipe"):
        sheet(CLEAN, lots=["biotin=A1"])


@pytest.mark.parametrize(
    ("status", "watermark"),
    [
        ("draft", "DRAFT – NOT FOR USE"),
        ("in-review", "IN REVIEW – NOT FOR USE"),
        ("superseded", "SUPERSEDED – NOT FOR USE"),
        ("retired", "RETIRED – NOT FOR USE"),
        ("approved", ""),
    ],
)
def test_only_what_is_approved_prints_without_a_watermark(status: str, watermark: str) -> None:
    assert sheet(CLEAN, status).watermark == watermark


def test_an_approved_version_that_todays_check_refuses_is_not_for_use() -> None:
    version = version_of(data_of("teaching-lidocaine-tenfold"))
    found = made(version)[0]
    assert found.watermark == "CHECK FAILS TODAY – NOT FOR USE"
    assert found.notices[0].level == "error"


@pytest.mark.parametrize(("expires", "stands"), [("2026-12-31", True), ("2026-11-21", False)])
def test_a_waiver_lets_an_error_through_until_it_expires(expires: str, *, stands: bool) -> None:
    data = data_of("hair-density-no-numbing")
    errors = ordered(version_of(data)).errors
    findings = tuple(
        {"code": one.code, "pointer": "".join(f"/{key}" for key in one.path), "waiver": {"expires": expires}}
        for one in errors
    )
    assert findings
    assert (not made(version_of(data, findings=findings))[0].watermark) == stands


def test_a_powder_in_a_vial_is_made_up_first_and_its_containers_are_counted() -> None:
    notes = sheet("cellulite-collagenase-buttock", sessions=2).lines[0].notes
    assert notes[0].startswith("make up first: dissolved in 4 mL of")
    assert re.fullmatch(r"\d+ single dose containers of 4 mL", notes[1])
    assert notes[2] == "use within 8 h of opening"


def test_a_weighed_powder_says_what_room_it_takes() -> None:
    data = SMALL | {
        "components": [{"ingredient": "biotin", "amount": "100 mg", "dry": True}, SMALL["components"][3]]
    }
    data["components"][0]["displacement"] = "0.7 mL/g"
    found = made(version_of(data, "draft"), volume="10 mL")[0]
    assert amounts(found) == [("weigh", "1000 mg"), ("fill", "9.3 mL")]
    assert found.lines[0].steps[-1] == "takes up 0.7 mL when dissolved"


def test_no_batch_is_made_of_what_the_catalogue_does_not_know() -> None:
    data = data_of("teaching-two-anesthetics")
    data["components"].append({"ingredient": "unobtainium", "strength": "1 mg/mL", "volume": "0.1 mL"})
    with pytest.raises(UsageFaultError, match="does not know `unobtainium`"):
        ordered(version_of(data, "draft"))


def test_only_the_first_of_many_errors_are_listed_and_the_rest_are_counted() -> None:
    data = data_of("hair-density-panthenol")
    strong = {"ingredient": "lidocaine", "strength": "900 mg/mL", "volume": "0.1 mL"}
    data["components"] += [strong for _ in range(9)]
    errors = [notice for notice in made(version_of(data, "draft"))[0].notices if notice.level == "error"]
    assert len(errors) == 9
    assert "more errors: `formulary validate` lists them" in errors[8].text


def test_a_version_is_judged_again_by_the_policy_that_it_was_checked_under() -> None:
    data = data_of("fat-phosphatidylcholine-deoxycholate")
    here, there = (made(version_of(data, policy=policy))[0] for policy in ("us", "fr"))
    assert dict(here.identity)["Policy"].startswith("us of")
    assert dict(there.identity)["Policy"].startswith("fr of")


def test_a_catalogue_that_changed_since_is_said() -> None:
    found = made(version_of(data_of(CLEAN), catalogue_sha256="0" * 64))[0]
    assert any("catalogue changed" in notice.text for notice in found.notices)


def test_a_mixture_that_does_not_add_up_has_no_batch() -> None:
    data = data_of("triamcinolone-keloid-20") | {"volume": "3 mL"}
    with pytest.raises(UsageFaultError, match="do not add up"):
        ordered(version_of(data, "draft"))


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"volume": "50"}, "50"),
        ({"volume": "50 mg"}, "not a volume"),
        ({"volume": "1,5 mL"}, "1,5 mL"),
        ({"volume": "5 mL", "sessions": 2}, "both say how much"),
        ({"overfill": "200%"}, "more than the batch"),
        ({"overfill": "5"}, "5"),
        ({"potencies": ["lidocaine"]}, "names no stock"),
        ({"potencies": ["lidocaine=0,98%"]}, "not a percentage"),
        ({"potencies": ["lidocaine=980%"]}, "no lot that can be used"),
        ({"lots": ["lidocaine-1-percent=A1,2026-02-30"]}, "no such day"),
        ({"syringes": ["7 mL"]}, "no usual scale"),
        ({"syringes": ["1 mL by 0.03 mL"]}, "do not divide"),
        ({"prepared": "26.11.2026"}, "not a date and time"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_words(asked: dict[str, object], message: str) -> None:
    with pytest.raises(UsageFaultError, match=message):
        sheet(CLEAN, **asked)


def test_a_label_says_the_amount_in_the_container_before_the_strength_in_safe_words() -> None:
    version = version_of(data_of("lidocaine-1-percent-epinephrine-infiltration"))
    found, batch = made(version)
    tag = label("vial", ordered(version).case, batch, found)
    assert [active[:3] for active in tag.actives] == [
        ("lidocaine hydrochloride", "200 mg", "10 mg/mL"),
        ("EPINEPHrine", "200 mcg", "10 mcg/mL"),
    ]
    assert "methylparaben" in tag.also
    assert tag.use.startswith("For infiltration use only")
    assert "injection" not in tag.use


def test_tall_letters_change_no_letter_of_a_name() -> None:
    for ingredient, name in TALL_MAN.items():
        assert name.lower() == shipped().ingredient(ingredient).name
        assert name != name.lower()
        assert printed(ingredient, "") == name
    assert printed("lidocaine-hydrochloride", "lidocaine hydrochloride") == "lidocaine hydrochloride"


def test_a_label_of_what_goes_onto_the_skin_warns_of_injecting_it() -> None:
    version = version_of(data_of("reference-rosacea-needle-free-nicotinamide"))
    found, batch = made(version)
    tag = label("syringe", ordered(version).case, batch, found)
    assert tag.use == "For transdermal use only, cheek; not for injection"


def test_a_syringe_has_one_label_for_each_session() -> None:
    version = version_of(data_of("reference-hair-dexpanthenol-zinc"))
    found, batch = made(version, sessions=7, overfill="10%")
    tag = label("syringe", ordered(version).case, batch, found)
    assert (tag.copies, tag.volume) == (7, "2.5 mL")


@pytest.mark.parametrize("strength", ["150 IU/mL", "150 USP units/mL"])
def test_activity_units_are_spelt_out(strength: str) -> None:
    data = data_of(CLEAN)
    data["components"][1] = {"ingredient": "hyaluronidase", "strength": strength, "volume": "1 mL"}
    version = version_of(data)
    found, batch = made(version)
    tag = label("vial", ordered(version).case, batch, found)
    words = " ".join(str(part) for part in (*found._replace(notices=()), *tag))
    assert "150 units" in words or "150 USP units" in words
    assert not re.search(r"\bIU\b|\bU/mL|µg|\bug\b|\bcc\b", words)
