"""What a project configures holds at the command line, and options win over it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from command import CLEAN, FAILING, ROOT, WARNED, formulary, here

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project, in which commands run."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "recipes").mkdir()
    return tmp_path


def write(folder: Path, config: str = "", **recipes: str) -> None:
    (folder / "formulary.toml").write_text(config)
    for number, (name, text) in enumerate(recipes.items()):
        path = folder / "recipes" / f"{name.replace('__', '/')}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text.replace("id: example", f"id: example-{number}"))


def report(*arguments: str) -> tuple[int, Any]:
    done = here("validate", "--quiet", "--output-format", "json", *arguments)
    assert done.err == ""
    return done.code, json.loads(done.out)


def test_without_a_path_the_configured_ones_are_checked(project: Path) -> None:
    write(project, 'paths = ["recipes"]\n', one=CLEAN, two=FAILING)
    code, found = report()
    assert (code, found["summary"]["recipes"]) == (1, 2)
    code, found = report("recipes/one.yaml")
    assert (code, found["summary"]["recipes"]) == (0, 1)


def test_from_a_folder_inside_the_same_files_are_checked(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(project, 'paths = ["recipes"]\nexclude = ["drafts"]\n', one=FAILING, drafts__two=FAILING)
    monkeypatch.chdir(project / "recipes")
    _, found = report()
    assert {one["path"] for one in found["findings"]} == {"one.yaml"}


def test_files_are_let_in_and_kept_out_by_patterns(project: Path) -> None:
    write(project, 'include = ["recipes/**"]\nexclude = ["drafts"]\n', one=CLEAN, drafts__two=FAILING)
    (project / "other.yaml").write_text(FAILING)
    assert report(".")[1]["summary"]["files"] == 1
    assert report("recipes/drafts/two.yaml")[1]["summary"]["files"] == 1, "what is named is checked"


@pytest.mark.parametrize(
    ("config", "line"),
    [
        ('include = ["draft/**"]', 1),
        ('exclude = ["draft/**"]\ninclude = ["*.yaml", "recipes/*.json"]', 2),
        ('[[per-path]]\npattern = "horses/**"\npolicy = "us"', 2),
    ],
)
def test_a_pattern_that_matches_nothing_is_refused_at_its_line(project: Path, config: str, line: int) -> None:
    write(project, config, one=CLEAN)
    done = here("validate", "recipes/one.yaml")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"error: formulary.toml:{line}: the pattern `")
    assert "matches no file" in done.err


def test_files_that_the_patterns_leave_out_are_counted(project: Path) -> None:
    write(project, 'exclude = ["drafts"]', one=CLEAN, drafts__two=FAILING, drafts__three=FAILING)
    done = here("validate", "recipes")
    assert (done.code, done.err) == (0, "note: 2 files left out by the patterns of formulary.toml\n")
    assert here("validate", "recipes", "-q").err == ""
    assert here("validate", "recipes/one.yaml").err == ""


def test_a_pattern_that_leaves_nothing_out_may_stay(project: Path) -> None:
    write(project, 'paths = ["recipes"]\nexclude = ["recipes/drafts"]', one=CLEAN)
    assert here("validate").code == 0


@pytest.mark.parametrize(
    ("config", "line"),
    [
        ('policy = "frr"', 1),
        ('allowed-policies = ["us",\n"frr"]', 1),
        ('[[per-path]]\npattern = "*.yaml"\npolicy = "frr"', 3),
    ],
)
def test_a_policy_that_is_not_on_record_is_refused_at_its_line(project: Path, config: str, line: int) -> None:
    write(project, config, one=CLEAN)
    done = here("validate", "recipes")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(
        f"error: formulary.toml:{line}: there is no policy `frr`\nhelp: Did you mean `fr`?"
    )


def test_options_win_over_the_configuration(project: Path) -> None:
    write(project, 'select = ["FML7"]\npolicy = "br"\noutput-format = "json"\n', one=FAILING)
    assert json.loads(here("validate", "recipes").out)["policies"][0]["id"] == "br"
    found = report("recipes")[1]
    assert {one["code"][:4] for one in found["findings"]} == {"FML7", "FML3"}, "hard limits are always asked"
    assert report("recipes", "--select", "FML307")[0] == 1
    assert report("recipes", "--policy", "us")[1]["policies"][0]["id"] == "us"


def test_no_configured_select_leaves_a_hard_limit_out(project: Path) -> None:
    write(project, 'select = ["FML7"]\n', one=FAILING)
    code, found = report("recipes")
    assert code == 1
    assert {"FML303", "FML304"} <= {one["code"] for one in found["findings"]}
    assert "FML307" not in {one["code"] for one in found["findings"]}
    assert report("recipes", "--select", "FML7")[0] == 0, "whoever runs it may look at a part"


def test_strict_is_configured(project: Path) -> None:
    write(project, "strict = true\n", one=WARNED)
    assert report("recipes")[0] == 1


def test_a_severity_is_raised_and_lowered_but_what_a_rule_raised_stays(project: Path) -> None:
    write(project, one=FAILING)
    before = {one["code"]: one["severity"] for one in report("recipes")[1]["findings"]}
    assert (before["FML307"], before["FML701"]) == ("error", "note")
    write(project, '[severity]\nFML307 = "note"\nFML701 = "error"\n')
    after = {one["code"]: one["severity"] for one in report("recipes")[1]["findings"]}
    assert (after["FML307"], after["FML701"]) == ("note", "error")


def test_a_file_is_judged_by_the_policy_of_its_path_unless_one_is_forced(project: Path) -> None:
    rows = '[[per-path]]\npattern = "recipes/brazil/**"\npolicy = "br"\n'
    write(project, rows, one=CLEAN, brazil__two=CLEAN)
    found = report("recipes")[1]
    assert [one["id"] for one in found["policies"]][:2] == ["us", "br"]
    brazil = {one["code"] for one in found["findings"] if "brazil" in one["path"]}
    by_option = {one["code"] for one in report("recipes/brazil", "--policy", "br")[1]["findings"]}
    assert brazil == by_option
    assert [one["id"] for one in report("recipes", "--policy", "us")[1]["policies"]] == ["us"]


def test_what_is_explained_is_what_was_checked(project: Path) -> None:
    rows = '[[per-path]]\npattern = "recipes/brazil/**"\npolicy = "br"\n'
    write(project, rows, one=CLEAN, brazil__two=CLEAN)
    explained = here("explain", "recipes/brazil/two.yaml").out
    assert explained == here("explain", "recipes/brazil/two.yaml", "--policy", "br").out
    assert explained != here("explain", "recipes/one.yaml").out.replace("example-0", "example-1")


def faults(code: str, *arguments: str) -> list[dict[str, Any]]:
    return [one for one in report("recipes", *arguments)[1]["findings"] if one["code"] == code]


def naming(policy: str) -> str:
    return CLEAN.replace("volume: 10 mL\n", f"policy: {policy}\nvolume: 10 mL\n", 1)


def test_a_recipe_names_only_a_policy_that_is_allowed(project: Path) -> None:
    write(project, one=naming("br"))
    assert not faults("FML104")
    write(project, 'allowed-policies = ["fr"]\n')
    (found,) = faults("FML104")
    assert found["message"] == "policy `br` is not one that the configuration allows recipes to name"
    assert found["help"] == "Allowed here: `us` and `fr`."


def test_where_nobody_chose_a_policy_the_one_that_a_recipe_names_holds(project: Path) -> None:
    serum = naming("eu-cosmetics").replace("route: infiltration", "route: transdermal")
    write(project, one=serum)
    assert not faults("FML104")
    assert {one["component"] for one in faults("FML203")} == {"lidocaine-hydrochloride"}, "as a cosmetic"
    assert not faults("FML210")


@pytest.mark.parametrize("chosen", ['policy = "us"', '[[per-path]]\npattern = "recipes/**"\npolicy = "us"'])
def test_a_recipe_cannot_leave_a_policy_that_the_project_chose(project: Path, chosen: str) -> None:
    write(project, chosen + "\n", one=naming("eu-cosmetics"))
    (found,) = faults("FML104")
    assert found["message"].startswith("policy `eu-cosmetics` does not build on `us`")
    write(project, chosen + "\n", one=naming("br"))
    assert not faults("FML104"), "it builds on us, and never allows more"


def test_a_policy_of_a_recipe_that_is_overdue_is_told_at_the_recipe(project: Path) -> None:
    (project / "clinic").mkdir()
    (project / "clinic" / "ours.yaml").write_text(
        "format: policy/1\nid: ours\nname: Ours\njurisdiction: US\nextends: us\nspecies: [human]\n"
        "routes: [intradermal, subcutaneous, intralesional, infiltration, intramuscular]\n"
        "effective: 2026-01-01\nreview_by: 2026-02-01\nstandings: []\nlimits: []\n"
    )
    write(project, 'catalogue = "clinic"\n', one=naming("ours"), two=CLEAN)
    (found,) = faults("FML904")
    assert (found["recipe"], found["pointer"], found["severity"]) == ("example-0", "/policy", "error")
    assert found["message"] == "policy `ours` was to be reviewed by 2026-02-01; it may be out of date"
    (found,) = faults("FML904", "--policy", "ours")
    assert (found["recipe"], found["pointer"]) == ("", ""), "once, of the policy of the run"
    write(project, 'catalogue = "clinic"\n[[per-path]]\npattern = "two.yaml"\npolicy = "ours"\n', one=CLEAN)
    (found,) = faults("FML904")
    assert (found["recipe"], found["pointer"]) == ("example-1", ""), (
        "that of its path, which it does not name"
    )


def test_the_settings_are_shown_with_their_origins(project: Path) -> None:
    write(project, 'paths = ["recipes"]\nstrict = true\n\n[severity]\nFML302 = "error"\n')
    done = formulary(
        "--policy", "br", "--show-settings", "validate", "--select", "FML3",
        cwd=project, FORMULARY_VALIDATE_JOBS="2",
    )  # fmt: skip
    assert (done.code, done.err) == (0, "")
    shown = {line.split()[0]: " ".join(line.split()[1:]) for line in done.out.splitlines()}
    assert shown["configuration:"] == "formulary.toml"
    assert shown["policy"] == "br command line"
    assert shown["select"] == "FML3 command line"
    assert shown["jobs"] == "2 FORMULARY_VALIDATE_JOBS"
    assert shown["strict"] == "yes formulary.toml:2"
    assert shown["severity"] == "FML302 = error formulary.toml:4"
    assert shown["ignore"] == "- default"
    again = here("--show-settings")
    assert (again.code, again.err) == (0, "")
    assert again.out.splitlines()[1].split() == ["policy", "us", "default"]
    assert here("--show-settings", "catalogue", "list", "--nonsense").code == 0


def test_a_broken_configuration_stops_every_command_but_not_its_help(project: Path) -> None:
    write(project, "strict = \n")
    for arguments in (["validate", "recipes"], ["rules"], ["--show-settings"]):
        done = here(*arguments)
        assert (done.code, done.out) == (2, "")
        assert done.err.startswith("error: formulary.toml:1: not TOML")
    assert here("validate", "--help").code == 0
    assert here("--config", str(ROOT / "tests" / "gone.toml"), "rules").code == 2


def test_another_file_can_be_named(project: Path) -> None:
    write(project, "strict = \n", one=WARNED)
    (project / "ci.toml").write_text('paths = ["recipes"]\nstrict = true\n')
    assert here("--config", "ci.toml", "validate").code == 1
    assert formulary("validate", cwd=project, FORMULARY_CONFIG="ci.toml").code == 1


def test_no_password_is_shown(project: Path) -> None:
    write(project, 'db = "postgresql+psycopg://me:s3:cr@et@host/formulary"\n')
    shown = here("--show-settings").out
    assert "postgresql+psycopg://me:***@host/formulary" in shown
    assert "s3" not in shown


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ('strict = true\npaths = ["recipe"]', "formulary.toml:2: recipe: no such file or folder"),
        ('paths = ["recipes"]\nwaivers = "gone.yaml"', "formulary.toml:2: gone.yaml: no such file or folder"),
        ('paths = ["recipes"]\ncatalogue = "gone"', "gone: there is no such folder"),
        ('paths = ["recipes"]\nbaseline = "gone.ndjson"', "gone.ndjson: there is no such file"),
    ],
)
def test_what_is_configured_must_be_there(project: Path, config: str, message: str) -> None:
    write(project, config, one=CLEAN)
    done = here("validate")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"error: {message}\nhelp: ")
