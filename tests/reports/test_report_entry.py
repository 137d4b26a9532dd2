"""The page of an entry: each figure once, with the policies it holds in and the source it is from."""

from __future__ import annotations

from itertools import pairwise

from formulary.catalogue.describe import record
from formulary.catalogue.load import shipped
from formulary.reports.entry import page


def shown(name: str) -> list[str]:
    data = record(shipped(), "ingredients", name)
    return [" ".join(filter(None, (line.mark, line.text))) for line in page(data)]


def test_a_row_that_policies_take_over_stands_once_with_their_names() -> None:
    lines = shown("lidocaine-hydrochloride")
    (row,) = [line for line in lines if "at most 300 mg (hard) a session" in line]
    assert row.startswith("- policy us (br, fr too): ")  # that for horses takes no dose for people over
    (row,) = [line for line in lines if "bulk-permitted" in line]
    assert row.startswith("- policy us (br, fr too): ")
    (row,) = [line for line in lines if "for infiltration or subcutaneous" in line]
    assert row.startswith("- policy us (br, fr, us-equine too): approved")  # and so off-label in a horse
    assert sum("Annex II, entry 399" in line for line in lines) == 1
    assert any(line.startswith("- policy eu-cosmetics: prohibited") for line in lines)


def test_a_source_that_rows_share_says_how_many_they_are() -> None:
    lines = shown("lidocaine-hydrochloride")
    last = next(at for at, line in enumerate(lines) if "at most 7 mg/kg (hard)" in line)
    assert lines[last + 1].startswith("each of these 4 from: Lidocaine hydrochloride injection")
    alone = next(
        at for at, line in enumerate(lines) if "at most 20 mg/mL (hard) in a stock; any route. F" in line
    )
    assert lines[alone + 1].startswith("NDC Directory, FDA, January 2015")


def test_what_must_not_be_mixed_is_on_the_page_of_either() -> None:
    assert any(
        line.startswith("- with local-anesthetics, in one session (warning): The label advises against")
        for line in shown("lidocaine-hydrochloride")
    )
    assert any(
        line.startswith("- with hyaluronidase, in one syringe (warning)")
        for line in shown("sodium-metabisulfite")
    )
    assert any(line.startswith("- with any, in one syringe (error)") for line in shown("deoxycholic-acid"))
    assert not any("in one syringe" in line for line in shown("biotin"))


def test_a_limit_on_what_an_ingredient_yields_is_on_its_page() -> None:
    lines = shown("sodium-deoxycholate")
    assert any("100 mg (hard) a session of the deoxycholic-acid that it yields" in line for line in lines)
    assert not any("in a stock" in line for line in lines)


def test_every_figure_of_every_ingredient_stands_above_a_source() -> None:
    """What a policy says, what is known of mixing and what is told to be careful of."""
    for name in shipped().ids("ingredients"):
        lines = list(page(record(shipped(), "ingredients", name)))
        assert not [line for line in lines if "None" in line.text]
        for line, below in pairwise(lines):
            if line.mark == "-":
                assert below.mark == "-" or "(read 20" in below.text, (name, line.text)
