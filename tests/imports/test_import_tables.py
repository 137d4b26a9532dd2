"""Tables in: what each cell means, and a finding at the cell that is at fault; nothing is guessed."""

from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from support import setting as us

from formulary.imports.fields import FIELDS, recognised
from formulary.imports.formulas import _ORDER
from formulary.imports.mapping import NO_MAPPING, Mapping
from formulary.imports.read import Imported, read
from formulary.imports.table import letters
from formulary.imports.writing import recipe_text
from formulary.resources import schema
from formulary.source.document import Document
from formulary.source.read import read_document

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "Formula,Indication,Route,Site,Total volume,Ingredient,Strength,Amount,Unit"
MIX = f"""\
{HEAD}
Hair mix A,alopecia,intradermal,scalp,10 mL,dexpanthenol,250 mg/mL,2,ml
,,,,,zinc-sulfate-1-mg-zn,,2 mL,
,,,,,lidocaine 2%,,1 mL,
,,,,,normal saline,,q.s.,
Scar mix,scar,intralesional,face,5 mL,triamcinolone-acetonide,40 mg/mL,1,mL
,,,,,normal saline,,qs,
"""
FIXED = {"indication": "alopecia", "route": "intradermal", "volume": "10 mL", "title": "Mix"}


def csv_of(text: str, folder: Path, mapping: Mapping = NO_MAPPING) -> Imported:
    path = folder / "table.csv"
    path.write_bytes(text.encode())
    return read(str(path), mapping, us())


def xlsx_of(rows: list[list[Any]], folder: Path, mapping: Mapping = NO_MAPPING, sheet: str = "") -> Imported:
    path = folder / "table.xlsx"
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        page = book.add_worksheet("Formulas")
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                page.write(number, column, cell)
        book.add_worksheet("Other").write(0, 0, "nothing")
    path.write_bytes(made.getvalue())
    return read(str(path), mapping._replace(sheet=sheet), us())


def blocking(found: Imported) -> list[tuple[str, str]]:
    return [(one.place.name, one.code) for one in found.faults if one.severity == "error"]


def test_rows_become_formulas(tmp_path: Path) -> None:
    found = csv_of(MIX, tmp_path)
    first, second = (draft.data for draft in found.drafts)
    assert first == {
        "format": "recipe/1",
        "id": "hair-mix-a",
        "title": "Hair mix A",
        "indication": "alopecia",
        "route": "intradermal",
        "site": "scalp",
        "volume": "10 mL",
        "components": [
            {"ingredient": "dexpanthenol", "strength": "250 mg/mL", "volume": "2 mL"},
            {"product": "zinc-sulfate-1-mg-zn", "volume": "2 mL"},
            {"product": "lidocaine 2%", "volume": "1 mL"},
            {"product": "normal saline", "qs": True},
        ],
    }
    assert second["id"] == "scar-mix"
    assert not [code for _, code in blocking(found) if code < "FML2"]


def test_a_workbook_and_a_csv_of_one_table_are_the_same(tmp_path: Path) -> None:
    rows: list[list[Any]] = [line.split(",") for line in MIX.splitlines()]
    rows[1][7] = 2  # a number, as spreadsheets keep them
    assert [one.data for one in xlsx_of(rows, tmp_path).drafts] == [
        one.data for one in csv_of(MIX, tmp_path).drafts
    ]


def test_one_row_may_hold_a_whole_formula(tmp_path: Path) -> None:
    text = (
        "Title,Ingredient 1,Amount 1 (mL),Ingredient 2,Amount 2\n"
        "Mix,lidocaine-2-percent,1,sodium-chloride-0.9,qs\nOther,lidocaine-2-percent,2,,\n"
    )
    found = csv_of(text, tmp_path, NO_MAPPING._replace(fixed=FIXED))
    assert [len(one.data["components"]) for one in found.drafts] == [2, 1]
    assert found.drafts[0].data["components"][0] == {"product": "lidocaine-2-percent", "volume": "1 mL"}
    assert found.drafts[0].data["route"] == "intradermal"


@pytest.mark.parametrize(
    ("header", "field", "unit", "number"),
    [
        ("Ingredient", "name", "", 0),
        ("  AMOUNT [mg] ", "quantity", "mg", 0),
        ("Stock-Strength (mg/mL)", "strength", "mg/mL", 0),
        ("Ingredient 12", "name", "", 12),
        ("Amount #3 (mL)", "quantity", "mL", 3),
        ("Total volume", "volume", "", 0),
        ("Volume", "", "", 0),  # of the batch or of the part?
        ("Name", "", "", 0),
        ("Title 2", "", "", 0),
        ("Amount (a lot)", "", "", 0),
    ],
)
def test_headers_are_recognised_or_not_guessed(header: str, field: str, unit: str, number: int) -> None:
    assert recognised(header) == (field, unit, number)


@pytest.mark.parametrize(
    ("cells", "component"),
    [
        ("lidocaine-2-percent,,2 mL,", {"product": "lidocaine-2-percent", "volume": "2 mL"}),
        ("lidocaine-2-percent,,10 ml,", {"product": "lidocaine-2-percent", "volume": "10 mL"}),
        ("lidocaine-2-percent,,500,uL", {"product": "lidocaine-2-percent", "volume": "500 uL"}),
        ("lidocaine-2-percent,,40,mg", {"product": "lidocaine-2-percent", "amount": "40 mg"}),
        ("lidocaine-2-percent,,2 mg/mL,", {"product": "lidocaine-2-percent", "concentration": "2 mg/mL"}),
        ("lidocaine-2-percent,,Q.S.,", {"product": "lidocaine-2-percent", "qs": True}),
        ("lidocaine-2-percent,20 mg/mL,1 mL,", {"product": "lidocaine-2-percent", "volume": "1 mL"}),
        ("lidocaine-2-percent,2% w/v,1 mL,", {"product": "lidocaine-2-percent", "volume": "1 mL"}),
        ("unobtainium,5 mg/mL,1 mL,", {"ingredient": "unobtainium", "strength": "5 mg/mL", "volume": "1 mL"}),
    ],
)
def test_what_a_cell_states_is_told_by_its_unit(
    cells: str, component: dict[str, Any], tmp_path: Path
) -> None:
    text = f"Title,Ingredient,Strength,Amount,Unit\nMix,{cells}\n"
    found = csv_of(text, tmp_path, NO_MAPPING._replace(fixed=FIXED))
    assert found.drafts[0].data["components"] == [component]


@pytest.mark.parametrize(
    ("text", "place", "code"),
    [
        ("Title,Ingredient,Amount\nMix,biotin,5\n", "C2", "FML401"),
        ('Title,Ingredient,Amount\nMix,biotin,"1,5 mg"\n', "C2", "FML401"),
        ("Title,Ingredient,Amount\nMix,biotin,5 Mg\n", "C2", "FML402"),
        ("Title,Ingredient,Amount\nMix,biotin,2 %\n", "C2", "FML402"),
        ("Title,Ingredient,Amount,Dry\nMix,biotin,5 mg,maybe\n", "D2", "FML104"),
        ("Title,Ingredient,Amount,Sessions\nMix,biotin,5 mg,six\n", "D2", "FML103"),
        ("Title,Ingredient,Amount\nMix,,5 mg\n", "row 2", "FML101"),
        ("Title,Ingredient,Amount\n,biotin,5 mg\n", "row 2", "FML101"),
        ("Title,Ingredient,Amount\nMix,biotin,5 mg\nB,biotin,5 mg\nMix,zinc,5 mg\n", "row 4", "FML801"),
        ("Title,Ingredient,Amount\nMix A,biotin,5 mg\nMix-A,biotin,5 mg\n", "A3", "FML801"),
        ("Title,Ingredient,Amount,Site\nMix,biotin,5 mg,scalp\n,zinc,1 mg,face\n", "D3", "FML105"),
        ("Title,Ingredient,Amount,Component volume\nMix,biotin,5 mL,5 mL\n", "D2", "FML105"),
        ("Title,Ingredient,Strength,Amount\nMix,lidocaine-2-percent,10 mg/mL,1 mL\n", "C2", "FML105"),
        ("Title,Formula,Ingredient,Amount\nMix,Mix,biotin,5 mg\n", "B1", "FML105"),
        ("Ingredient,Amount\nbiotin,5 mg\n", "row 1", "FML101"),
        ("Title,Amount\nMix,5 mg\n", "row 1", "FML101"),
        ("Title,Ingredient,Amount\n", "row 1", "FML003"),
        ("", "row 1", "FML003"),
        ("Title,Ingredient,Amount\nMix,bio\u202etin,5 mg\n", "row 2", "FML002"),
        ('Title,Ingredient,Amount\nMix,"bio\ttin",5 mg\n', "B2", "FML104"),
        ('Title,Ingredient,Amount\nMix,"biotin,5 mg\n', "row 1", "FML003"),
        (f"Title,Ingredient,Amount\nMix,biotin,{'5' * 11_000}\n", "C2", "FML006"),
        (f"Title,Ingredient,Amount\nMix,biotin,{'5' * 140_000}\n", "row 1", "FML003"),
        (f"Title,Ingredient,Amount{',' * 300}\n", "row 1", "FML006"),
        (
            f"Title,Ingredient,Amount\n{'Mix,biotin,5 mg' + chr(10)}{',,' + chr(10)}" * 30_000,
            "row 50001",
            "FML006",
        ),
    ],
)
def test_a_fault_names_its_cell(text: str, place: str, code: str, tmp_path: Path) -> None:
    fixed = {key: value for key, value in FIXED.items() if key != "title"}
    found = csv_of(text, tmp_path, NO_MAPPING._replace(fixed=fixed))
    assert (place, code) in blocking(found), found.faults


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (date(2026, 2, 1), "FML103"),
        (1 / 3, "FML401"),
        (1e-7, "FML401"),
        (1e20, "FML401"),
        (-1, "FML401"),
        (True, "FML401"),
    ],
)
def test_a_cell_of_a_workbook_that_is_no_amount(cell: Any, code: str, tmp_path: Path) -> None:
    found = xlsx_of([["Title", "Ingredient", "Amount (mg)"], ["Mix", "biotin", cell]], tmp_path)
    assert ("C2", code) in blocking(found), found.faults


def test_a_percentage_must_be_text(tmp_path: Path) -> None:
    """A spreadsheet that shows 2 % may hold 0.02, which would be read as 0.02% w/v."""
    table = [["Title", "Ingredient", "Strength (% w/v)", "Amount"], ["Mix", "biotin", 0.02, "1 mL"]]
    assert ("C2", "FML402") in blocking(xlsx_of(table, tmp_path))
    table[1][2] = "2% w/v"
    assert "FML402" not in [code for _, code in blocking(xlsx_of(table, tmp_path))]


def test_a_sheet_is_chosen_by_its_name(tmp_path: Path) -> None:
    rows: list[list[Any]] = [line.split(",") for line in MIX.splitlines()]
    assert len(xlsx_of(rows, tmp_path, sheet="Formulas").drafts) == 2
    assert xlsx_of(rows, tmp_path, sheet="Other").drafts == []


def test_a_formula_goes_on_where_its_id_or_its_title_does(tmp_path: Path) -> None:
    text = (
        "Id,Title,Ingredient,Amount\nA,Mix,lidocaine-2-percent,1 mL\n,Mix,biotin-x,1 mL\nA,,biotin-y,1 mL\n"
        "B,Mix,lidocaine-2-percent,1 mL\n,,biotin-x,1 mL\n"
    )
    found = csv_of(text, tmp_path, NO_MAPPING._replace(fixed=FIXED))
    assert [(one.data["id"], len(one.data["components"])) for one in found.drafts] == [("a", 3), ("b", 2)]


@pytest.mark.parametrize("divider", [",", ";", "\t"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_what_divides_the_cells_is_seen(divider: str, mark: bytes, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(mark + MIX.replace(",", divider).replace("\n", "\r\n").encode())
    assert len(read(str(path), NO_MAPPING, us()).drafts) == 2


def test_every_field_has_a_place_in_the_schema() -> None:
    recipe = schema("recipe")
    component = recipe["$defs"]["component"]["properties"]
    for field in FIELDS:
        if field.of_part:
            assert field.name in component or field.name in ("name", "quantity", "unit", "part_volume")
            continue
        assert field.path[0] in _ORDER
        node = recipe
        for key in field.path:
            node = recipe["$defs"][node["$ref"].rpartition("/")[2]] if "$ref" in node else node
            node = node["properties"][key]
    known = schema("mapping")["$defs"]["field"]["enum"]
    assert known == [field.name for field in FIELDS]


def test_columns_are_lettered_as_a_spreadsheet_does() -> None:
    assert [letters(number) for number in (0, 25, 26, 51, 52, 701, 702, 16383)] == [
        *("A", "Z", "AA", "AZ", "BA", "ZZ", "AAA", "XFD"),
    ]


TEXTS = st.text(st.characters(categories=("L", "N", "P", "S", "Zs"), include_characters="\n\t"), min_size=1)
VALUES = st.recursive(
    TEXTS | st.integers(0, 10**9) | st.booleans(),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3)
        | st.dictionaries(st.from_regex("[a-z_]{1,8}", fullmatch=True), inner, min_size=1, max_size=3)
    ),
    max_leaves=8,
)


@settings(max_examples=settings().max_examples // 4)
@given(st.dictionaries(st.sampled_from(["title", "notes", "components", "author"]), VALUES, min_size=1))
def test_a_recipe_file_reads_back_as_the_very_same_data(data: dict[str, Any]) -> None:
    if any(isinstance(one, list) and any(isinstance(two, list) for two in one) for one in _all(data)):
        return  # no recipe has a list in a list
    document = read_document(recipe_text(data).encode(), "recipe.yaml", "yaml")
    if isinstance(document, Document):
        import unicodedata  # noqa: PLC0415

        assert document.data == _mapped(data, lambda text: unicodedata.normalize("NFC", text))
    else:
        assert {one.finding.code for one in document.found} <= {"FML002", "FML004", "FML006", "FML007"}


def _all(value: Any) -> list[Any]:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [value, *(two for one in inner for two in _all(one))]


def _mapped(value: Any, change: Any) -> Any:
    if isinstance(value, dict):
        return {key: _mapped(one, change) for key, one in value.items()}
    if isinstance(value, list):
        return [_mapped(one, change) for one in value]
    return change(value) if isinstance(value, str) else value
