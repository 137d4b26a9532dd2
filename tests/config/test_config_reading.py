"""A project's configuration: found where it should be, read strictly, and every fault at its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from formulary.config import Config, load
from formulary.errors import UsageFaultError
from formulary.reports import FORMATS
from formulary.resources import schema

if TYPE_CHECKING:
    from pathlib import Path


def fault(
    folder: Path, text: str, name: str = "formulary.toml", explicit: str | None = None
) -> tuple[str, str]:
    (folder / name).write_text(text)
    with pytest.raises(UsageFaultError) as told:
        load(explicit, folder)
    assert told.value.exit_code == 2
    return told.value.message, told.value.help


def test_nothing_is_configured_without_a_file(tmp_path: Path) -> None:
    assert load(None, tmp_path) == Config()


def test_a_pyproject_of_somebody_else_configures_nothing(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\ndependencies = ["formulary"]\n')
    assert load(None, tmp_path) == Config()


def test_a_broken_pyproject_is_said_only_where_it_configures(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\ndependencies = ["formulary"\n')
    assert load(None, tmp_path) == Config()
    message, _ = fault(tmp_path, "[tool.formulary]\nstrict = tru\n", "pyproject.toml")
    assert message.startswith("pyproject.toml:2: not TOML")


def test_every_setting_is_read(tmp_path: Path) -> None:
    (tmp_path / "formulary.toml").write_text("""\
paths = ["recipes", "./more.yaml"]
include = ["*.yaml"]
exclude = ["drafts/**"]
policy = "us"
allowed-policies = ["us", "br"]
catalogue = "own"
waivers = "waivers.yaml"
approvers = ["B. Reviewer"]
baseline = "old.ndjson"
select = ["FML3"]
ignore = ["FML306"]
strict = true
output-format = "json"
db = "sqlite:///x.db"

[[per-path]]
pattern = "horses/**"
policy = "br"

[severity]
FML302 = "error"
""")
    found = load(None, tmp_path)
    assert found._replace(source=None) == Config(
        file="formulary.toml",
        root=".",
        paths=("recipes", "more.yaml"),
        include=("*.yaml",),
        exclude=("drafts/**",),
        policy="us",
        allowed_policies=("us", "br"),
        per_path=(("horses/**", "br"),),
        catalogue="own",
        waivers="waivers.yaml",
        approvers=("B. Reviewer",),
        baseline="old.ndjson",
        select=("FML3",),
        ignore=("FML306",),
        strict=True,
        severity=(("FML302", "error"),),
        output_format="json",
        db="sqlite:///x.db",
    )
    assert {key.replace("-", "_") for key in schema("config")["properties"]} <= set(Config._fields)


def test_the_nearest_file_counts_and_paths_lead_from_here(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.formulary]\npaths = ["recipes"]\n')
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    found = load(None, inner)
    assert (found.file, found.root, found.paths) == ("../../pyproject.toml", "../..", ("../../recipes",))
    (tmp_path / "a" / "formulary.toml").write_text("strict = true\n")
    assert load(None, inner).file == "../formulary.toml"


def test_the_search_ends_at_the_root_of_a_checkout(tmp_path: Path) -> None:
    (tmp_path / "formulary.toml").write_text("strict = true\n")
    (tmp_path / "checkout" / ".git").mkdir(parents=True)
    assert load(None, tmp_path / "checkout") == Config()


def test_two_files_in_one_folder_are_refused(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.formulary]\nstrict = true\n")
    message, _ = fault(tmp_path, "strict = true\n")
    assert message == "formulary.toml and the pyproject.toml beside it both configure formulary"
    assert load("formulary.toml", tmp_path).strict


@pytest.mark.parametrize(
    ("text", "message", "advice"),
    [
        (
            '\nselct = ["FML3"]\n',
            "formulary.toml:2: `selct` is not a field of the file",
            "Did you mean `select`?",
        ),
        (
            'select = "FML3"',
            "formulary.toml:1: `select` is the text `FML3`; a list",
            '`select = ["FML3", "FML5"]`',
        ),
        ("select = [3]", "formulary.toml:1: entry 1 of `select` is the number `3`", '`select = ["FML3"]`'),
        ('select = ["FML399"]', "formulary.toml:1: no rule begins with `FML399`", "Did you mean"),
        ('\n\nignore = ["FMLX"]', "formulary.toml:3: `FMLX` is not a valid value", "`FML3`"),
        ('strict = "yes"', "formulary.toml:1: `strict` is the text `yes`", "`strict = true`"),
        ("policy = nan", "formulary.toml:1: `policy` is a number with decimals", '`policy = "us"`'),
        ("policy = 2026-01-01", "formulary.toml:1: `policy` is a number with decimals", '`policy = "us"`'),
        ('policy = "US"', "formulary.toml:1: `US` is not an id", "`us`"),
        ('output-format = "jsn"', "formulary.toml:1: there is no format `jsn`", "Did you mean `json`?"),
        ("severity = 3", "formulary.toml:1: `severity` is the number `3`", "`[severity]`"),
        ('[severity]\nFML302 = "eror"', "formulary.toml:2: `eror` is not a value", "Did you mean `error`?"),
        ('[severity]\nFML399 = "error"', "formulary.toml:2: there is no rule `FML399`", "Did you mean"),
        ('[severity]\nFML301 = "warning"', "formulary.toml:2: FML301 cannot weigh less", "hard limit"),
        ('[severity]\nFML203 = "note"', "formulary.toml:2: FML203 cannot weigh less", "prohibited"),
        ('[severity]\nFML003 = "note"', "formulary.toml:2: FML003 cannot weigh less", "not be judged"),
        ('[severity]\nFML904 = "note"', "formulary.toml:2: FML904 cannot weigh less", "judged by"),
        (
            'ignore = ["FML3"]',
            "formulary.toml:1: FML301 cannot be left out: it guards a hard limit",
            "one by one",
        ),
        ('ignore = ["FML306", "FML203"]', "formulary.toml:1: FML203 cannot be left out", "prohibited"),
        ('ignore = ["FML0"]', "formulary.toml:1: FML001 cannot be left out", "not be judged"),
        ("per-path = 3", "formulary.toml:1: `per-path` is the number `3`", "`[[per-path]]`"),
        (
            '[[per-path]]\npattern = "a"\npolicy = "us"\n\n[[per-path]]\npattern = "b"\n',
            "formulary.toml:5: `policy` is missing from entry 2 of `per-path`",
            '`policy = "us"`',
        ),
        ("strict = ", "formulary.toml:1: not TOML", "quotes"),
        ("a = '\x1b[31m'", "formulary.toml:1: hidden character U+001B", "Delete it."),
        (
            '\npaths = ["a\\u0000b"]',
            "formulary.toml:2: an escape for the hidden character U+0000",
            "Delete it.",
        ),
        (
            'waivers = "a\\u202Eb"',
            "formulary.toml:1: an escape for the hidden character U+202E",
            "Delete it.",
        ),
    ],
)
def test_a_fault_is_told_with_its_line(tmp_path: Path, text: str, message: str, advice: str) -> None:
    told, help_ = fault(tmp_path, text)
    assert told.startswith(message)
    assert advice in f"{told} {help_}"
    assert help_.endswith((".", "?"))


def test_a_pyproject_names_its_table(tmp_path: Path) -> None:
    message, _ = fault(tmp_path, "[tool.formulary]\nstrct = true\n", "pyproject.toml")
    assert message == "pyproject.toml:2: `strct` is not a field of `[tool.formulary]`"


def test_a_file_that_is_named_must_be_there_and_configure(tmp_path: Path) -> None:
    message, _ = fault(tmp_path, "[project]\n", "pyproject.toml", explicit="pyproject.toml")
    assert message == "pyproject.toml: there is no `[tool.formulary]` in it"
    message, _ = fault(tmp_path, "", "other.toml", explicit="gone.toml")
    assert message == "gone.toml: there is no such file"


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "real.toml").write_text("strict = true\n")
    (tmp_path / "formulary.toml").symlink_to("real.toml")
    with pytest.raises(UsageFaultError, match="link"):
        load(None, tmp_path)


def test_any_format_of_a_report_can_be_configured(tmp_path: Path) -> None:
    for name in FORMATS:
        (tmp_path / "formulary.toml").write_text(f'output-format = "{name}"\n')
        assert load(None, tmp_path).output_format == name
