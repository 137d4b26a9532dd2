"""`formulary new`: a recipe from options or from questions, which parses and ends validated."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from command import ROOT, formulary
from support import data_of

if TYPE_CHECKING:
    from pathlib import Path

BASE = ("--indication", "hair loss", "--route", "intradermal", "--volume", "10 mL")
STOCK = ("--product", "lidocaine-2-percent=1 mL")


def written(folder: Path, *more: str, name: str = "hair.yaml") -> tuple[dict[str, Any], str, int]:
    """The data of the file that ``new`` writes, which has the right shape; its text and the exit code."""
    done = formulary("new", name, *BASE, *more, cwd=folder)
    text = (folder / name).read_text("utf-8")
    assert f"Wrote {name}." in done.err
    return data_of(text), text, done.code


def test_options_alone_make_a_recipe(tmp_path: Path) -> None:
    parts = ("--product", "Dexpanthenol-250=2 mL", "--product", "normal saline=qs")
    data, text, code = written(
        tmp_path, *STOCK, *parts, "--ingredient", "vitamin H=1 mg/mL", "--site", "scalp"
    )
    assert code == 0
    assert text.startswith("# yaml-language-server: $schema=recipe.schema.json\n")
    assert (data["id"], data["indication"], data["profile"], data["site"]) == (
        "hair",
        "alopecia",
        "cocktail",
        "scalp",
    )
    assert data["components"] == [
        {"product": "lidocaine-2-percent", "volume": "1 mL"},
        {"product": "dexpanthenol-250", "volume": "2 mL"},
        {"product": "sodium-chloride-0.9", "qs": True},
        {"ingredient": "biotin", "concentration": "1 mg/mL", "dry": True},
    ]
    assert "# Needs at least 1 of numbing-agent." in text
    assert "at most 300 mg a session (hard)" in text
    assert all(len(line) <= 110 for line in text.splitlines())


@pytest.mark.parametrize(
    ("flag", "stated", "part"),
    [
        (
            "--product",
            "zinc-sulfate-1-mg-zn=4 mg",
            {"product": "zinc-sulfate-1-mg-zn", "amount": "4 mg", "as": "zinc"},
        ),
        (
            "--ingredient",
            "biotin=2 mL of 5 mg/mL",
            {"ingredient": "biotin", "strength": "5 mg/mL", "volume": "2 mL"},
        ),
        (
            "--ingredient",
            "biotin = 4 mg of 5 mg/mL",
            {"ingredient": "biotin", "strength": "5 mg/mL", "amount": "4 mg"},
        ),
        ("--ingredient", "biotin=4 mg", {"ingredient": "biotin", "amount": "4 mg", "dry": True}),
        ("--ingredient", "no such=4 mg", {"ingredient": "no such", "amount": "4 mg", "dry": True}),
        ("--ingredient", "lidocaine-2-percent=q.s.", {"product": "lidocaine-2-percent", "qs": True}),
        ("--product", 'a "b" #: c=4 mL', {"product": 'a "b" #: c', "volume": "4 mL"}),
    ],
)
def test_how_much_of_a_part_is_said_in_several_ways(
    flag: str, stated: str, part: dict[str, Any], tmp_path: Path
) -> None:
    data, _, _ = written(tmp_path, flag, stated)
    assert data["components"] == [part]


def test_the_report_decides_the_exit_code(tmp_path: Path) -> None:
    done = formulary("new", "x.yaml", *BASE, "--ingredient", "unobtainium=4 mg", cwd=tmp_path)
    assert done.code == 1
    assert "FML201" in done.out
    assert (tmp_path / "x.yaml").is_file()


def test_the_id_names_the_file(tmp_path: Path) -> None:
    formulary("new", *BASE, *STOCK, "--id", "mine-1", "--title", 'It: "1" # a', cwd=tmp_path)
    data = data_of((tmp_path / "mine-1.yaml").read_text("utf-8"))
    assert (data["id"], data["title"]) == ("mine-1", 'It: "1" # a')


def test_an_id_that_is_no_text_to_every_yaml_reader_is_quoted(tmp_path: Path) -> None:
    data, text, _ = written(tmp_path, *STOCK, name="y.yaml")
    assert data["id"] == "y"
    assert 'id: "y"\n' in text


def test_a_policy_that_was_chosen_is_written(tmp_path: Path) -> None:
    done = formulary("--policy", "fr", "new", "x.yaml", *BASE, *STOCK, cwd=tmp_path)
    assert "FML104" not in done.out
    assert data_of((tmp_path / "x.yaml").read_text("utf-8"))["policy"] == "fr"


def test_a_draft_without_a_needle_speaks_of_none(tmp_path: Path) -> None:
    use = ("--indication", "rosacea", "--route", "transdermal", "--volume", "5 mL")
    parts = ("--ingredient", "nicotinamide=20 mg/mL", "--product", "sterile-water-for-injection=qs")
    done = formulary("--policy", "eu-cosmetics", "new", "x.yaml", *use, *parts, cwd=tmp_path)
    text = (tmp_path / "x.yaml").read_text("utf-8")
    assert "#   technique: needle-free-ultrasound\n" in text
    assert not any(word in text for word in ("point-by-point", "points:", "needle:", "numbing"))
    assert done.code == 1
    assert "error[FML404]" in done.out
    stated = text.replace("# density: 1.00 g/mL", "density: 1.00 g/mL").replace("#   ", "  ")
    stated = stated.replace("# administration:", "administration:").replace("# preparation:", "preparation:")
    (tmp_path / "x.yaml").write_text(stated, "utf-8")
    assert formulary("--policy", "eu-cosmetics", "validate", "x.yaml", cwd=tmp_path).code == 0


def test_a_draft_offers_every_kind_that_serves_with_what_bounds_it_at_the_site(tmp_path: Path) -> None:
    use = ("--indication", "pigmentation", "--route", "transdermal", "--volume", "5 mL")
    parts = ("--product", "normal saline=qs", "--policy", "eu-cosmetics")
    for site, most in (("cheek", "2 %"), ("neck", "0.5 %")):
        formulary("new", f"{site}.yaml", *use, *parts, "--site", site, cwd=tmp_path)
        text = (tmp_path / f"{site}.yaml").read_text("utf-8")
        assert f"# - alpha-arbutin [approved; at most {most} w/w in the mixture (hard)]" in text
        assert "# - caffeine [approved; at most 2 % w/w in the mixture (soft)]" in text
        assert "caffeine-citrate-20" not in text, "a vial for injection is no raw material of a serum"


def test_a_draft_tells_on_what_basis_a_limit_is_and_that_several_share_it(tmp_path: Path) -> None:
    use = ("--indication", "acne", "--profile", "cocktail", "--route", "transdermal", "--volume", "5 mL")
    formulary(
        "new", "a.yaml", *use, "--product", "normal saline=qs", "--policy", "eu-cosmetics", cwd=tmp_path
    )
    text = (tmp_path / "a.yaml").read_text("utf-8")
    assert "at most 1 % w/w as zinc in the mixture, all zinc-salts together (hard)" in text


def test_nothing_is_overwritten_without_force(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text("mine", "utf-8")
    done = formulary("new", "x.yaml", *BASE, *STOCK, cwd=tmp_path)
    assert (done.code, (tmp_path / "x.yaml").read_text("utf-8")) == (2, "mine")
    assert "`--force`" in done.err
    assert "Wrote x.yaml." in formulary("new", "x.yaml", *BASE, *STOCK, "--force", cwd=tmp_path).err
    assert (tmp_path / "x.yaml").read_text("utf-8") != "mine"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "`--indication`, `--route`, `--volume`, `--product` or `--ingredient` and `--id`"),
        (("x.yaml", "--indication", "alopecia", *STOCK), "`--route` and `--volume`"),
        (("x.yml", *BASE), "`--product` or `--ingredient`"),
        ((*BASE, *STOCK), "`--id`"),
        (("x.yaml", *BASE, *STOCK, "--indication", "hairloss"), "there is no indication"),
        (("x.yaml", *BASE, *STOCK, "--profile", "coctail"), "Did you mean `cocktail`?"),
        (("x.yaml", *BASE, *STOCK, "--site", "elbow"), "there is no site"),
        (("x.yaml", *BASE, *STOCK, "--route", "oral"), "there is no route"),
        (("x.yaml", *BASE, *STOCK, "--volume", "10 mg"), "is not a volume"),
        (("x.yaml", *BASE, "--product", "lidocaine-2-percent"), "does not say how much"),
        (("x.yaml", *BASE, "--product", "lidocaine-2-percent=1 ML"), "1 ML"),
        (("x.yaml", *BASE, *STOCK, "--id", "Not An Id"), "is not an id"),
        (("x.yaml", *BASE, *STOCK, "--title", "two\nlines"), "one line"),
        (("x.txt", *BASE, *STOCK), "a recipe is written as YAML"),
        (("x.yaml", *BASE, *STOCK, "--policy", "uss"), "there is no policy"),
    ],
)
def test_what_is_missing_or_wrong_is_said(arguments: tuple[str, ...], said: str, tmp_path: Path) -> None:
    done = formulary("new", *arguments, cwd=tmp_path)
    assert done.code == 2
    assert said in done.err
    assert not list(tmp_path.iterdir())


def at_a_terminal(folder: Path, answers: list[str], *arguments: str) -> tuple[int, str, str]:
    """Run ``new`` with a terminal as standard input, on which the answers were typed."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "formulary", "new", *arguments]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FORMULARY_")}
    with subprocess.Popen(
        command,
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=folder,
        env={**kept, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
    ) as process:
        os.close(theirs)
        os.write(ours, "".join(f"{answer}\n" for answer in answers).encode())
        out, err = process.communicate(timeout=60)
    os.close(ours)
    return process.returncode, out.decode(), err.decode()


def test_a_terminal_is_asked(tmp_path: Path) -> None:
    answers = [
        *("99", "alopecia", "1", "intradermal", "scalp", "", "mine", "ten", "10 mL"),
        *("dexpanthenol-250", "2", "2 mL"),  # what the profile needs: a vitamin; "2" is no amount
        *("lidocaine-2-percent", "1 mL"),
        *("", "zinc-sulfate-1-mg-zn", "4 mg", ""),  # nothing that is usual; something else; no more
        "sodium-chloride-0.9",
    ]
    code, out, err = at_a_terminal(tmp_path, answers)
    assert code == 0, err
    data = data_of((tmp_path / "mine.yaml").read_text("utf-8"))
    assert [next(iter(part.values())) for part in data["components"]] == [
        *("dexpanthenol-250", "lidocaine-2-percent", "zinc-sulfate-1-mg-zn", "sodium-chloride-0.9"),
    ]
    assert data["title"] == "Hair loss (alopecia): Vitamin cocktail with a numbing agent"
    assert "That is none of them." in err
    assert "Passed: 1 recipe" in out
    assert "number or name" not in out


def test_only_what_is_missing_is_asked(tmp_path: Path) -> None:
    flags = (*BASE, *STOCK, "--profile", "cocktail", "--site", "scalp", "--title", "T", "--id", "t")
    _, _, err = at_a_terminal(tmp_path, [], "t.yaml", *flags)
    assert "Wrote t.yaml." in err
    assert "number or name" not in err


def test_a_policy_that_fits_is_written_where_nobody_chose_one(tmp_path: Path) -> None:
    use = ("--indication", "equine-back-pain", "--profile", "single-agent", "--route", "infiltration")
    parts = ("--volume", "40 mL", "--product", "Carbocaine-V=10 mL", "--product", "saline=qs")
    done = formulary("new", "horse.yaml", *use, *parts, cwd=tmp_path)
    text = (tmp_path / "horse.yaml").read_text("utf-8")
    assert (done.code, "Passed: 1 recipe, 1 clean" in done.out) == (0, True)
    assert (data_of(text)["species"], data_of(text)["policy"]) == ("equine", "us-equine")
    assert "# - mepivacaine-2-percent-horses [approved; at most 1000 mg a session (soft)]\n" in text
    assert "#   sessions: 3 # usual: 1 to 3\n" in text
    assert "#   patient_weight: 400 kg\n" in text
    done = formulary("--policy", "us", "new", "people.yaml", *use, *parts, cwd=tmp_path)
    assert "policy" not in data_of((tmp_path / "people.yaml").read_text("utf-8"))
    assert "FML210" in done.out


def test_a_slip_is_asked_again_and_ends_nothing(tmp_path: Path) -> None:
    answers = [
        *("celulite", "cellulite", "1", "intradermal", "thihg", "thigh", "", "", "10 mL"),
        *("cafeine", "caffeine-citrate-20", "1 mL", "", ""),
        *("salt watter", "normal saline"),
    ]
    _, _, err = at_a_terminal(tmp_path, answers)
    data = data_of((tmp_path / "cellulite-cocktail.yaml").read_text("utf-8"))
    assert (data["site"], data["title"]) == ("thigh", "Cellulite cocktail")
    assert [part["product"] for part in data["components"]] == ["caffeine-citrate-20", "sodium-chloride-0.9"]
    for slip, meant in (("celulite", "cellulite"), ("cafeine", "caffeine")):
        assert f"`{slip}`" in err
        assert f"Did you mean `{meant}`" in err
    assert "That is none of them. Did you mean `thigh`" in err
    assert "`salt watter` is not on record." in err


def test_what_its_own_label_rules_out_is_not_offered(tmp_path: Path) -> None:
    """Dexium-SP is for the vein only; the same substance for people is not so labelled."""
    use = ("--indication", "equine-back-pain", "--route", "infiltration", "--volume", "40 mL")
    formulary("new", "horse.yaml", *use, "--product", "Carbocaine-V=10 mL", cwd=tmp_path)
    text = (tmp_path / "horse.yaml").read_text("utf-8")
    assert "# - dexamethasone-sodium-phosphate-4 [off-label" in text
    assert "dexamethasone-sodium-phosphate-4-horses" not in text
