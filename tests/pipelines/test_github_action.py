"""The composite action: sound by GitHub's own schema, and its scripts run here as the runner runs them."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
import yaml
from action import ACTION, CHECK, FORK, INSTALL, STEPS, UPLOAD, Runner, errors
from command import CLEAN, FAILING, ROOT
from repositories import commit, git, repository

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
EVERYWHERE = bool(os.environ.get("CI") or os.environ.get("FORMULARY_SOAK"))
BAD = FAILING.replace("id: example", "id: bad")
CONFIG = 'paths = ["recipes"]\nwaivers = "judges/waivers.yaml"\ncatalogue = "catalogue"\n'
WAIVERS = "format: waivers/1\nwaivers: []\n"
OVERLAY = """\
format: ingredients/1
sources:
  own: {title: A clinic's own record, where: file 1, read: 2026-11-22}
ingredients:
  - {id: house-water, name: House water, category: vehicle, class: drug, source: own, evidence: expert}
"""


@pytest.mark.parametrize(
    ("path", "name"), [(ACTION, "actions"), *((workflow, "workflows") for workflow in WORKFLOWS)]
)
def test_the_files_satisfy_githubs_schemas(path: Path, name: str) -> None:
    package = pytest.importorskip("check_jsonschema")
    jsonschema = pytest.importorskip("jsonschema")
    folder = Path(package.__file__).parent / "builtin_schemas/vendor"
    schema = json.loads((folder / f"github-{name}.json").read_text("utf-8"))
    data = yaml.safe_load(path.read_text("utf-8"))
    data = {"on" if key is True else key: value for key, value in data.items()}  # YAML 1.1 reads `on` as true
    jsonschema.Draft7Validator(schema).validate(data)


def test_no_script_holds_a_value_from_outside() -> None:
    for step in STEPS:
        assert "${{" not in step.get("run", "")
        assert ("run" in step) == (step.get("shell") == "bash")


def test_python_takes_no_module_from_the_checkout() -> None:
    scripts = "\n".join(step.get("run", "") for step in STEPS)
    calls = [line for line in scripts.splitlines() if re.search(r'python3? |python" ', line)]
    assert len(calls) == 3
    assert [line for line in calls if " -I -" not in line] == []


def test_only_a_fork_is_judged_by_the_base_branch() -> None:
    assert FORK["if"] == (
        "startsWith(github.event_name, 'pull_request') "
        "&& github.event.pull_request.head.repo.full_name != github.repository"
    )
    assert "steps.fork.outputs.folder == ''" in UPLOAD["if"]


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    """A runner whose workspace is a clinic's repository, checked out from another one."""
    origin = tmp_path / "origin"
    for name, text in {
        "recipes/sound.yaml": CLEAN,
        "formulary.toml": CONFIG,
        "judges/waivers.yaml": WAIVERS,
        "catalogue/own.yaml": OVERLAY,
    }.items():
        (origin / name).parent.mkdir(parents=True, exist_ok=True)
        (origin / name).write_text(text)
    repository(origin)
    git(tmp_path, "clone", "--quiet", str(origin), "workspace")
    return Runner(tmp_path / "workspace", tmp_path / "temp")


def test_a_sound_change_passes_and_a_bad_one_is_shown_at_its_line(runner: Runner) -> None:
    passed = runner.run(CHECK)
    assert (passed.returncode, passed.stderr) == (0, "")
    (runner.workspace / "recipes/bad.yaml").write_text(BAD)
    failed = runner.run(CHECK)
    assert failed.returncode == 1
    assert ("recipes/bad.yaml", "9", "FML307") in errors(failed.stdout)
    assert {(file, line) for file, line, _ in errors(failed.stdout)} == {("recipes/bad.yaml", "9")}
    assert "`recipes/bad.yaml`" in runner.summary.read_text()


def test_paths_and_options_are_taken_line_by_line_and_never_as_a_script(runner: Runner) -> None:
    folder = runner.workspace / "my recipes; touch $(pwned)"
    folder.mkdir()
    (folder / "bad.yaml").write_text(BAD)
    paths, args = f"recipes\n{folder.name}\n", "--ignore\nFML2\n--quiet"
    done = runner.run(CHECK, paths=paths, args=args, format="concise")
    assert done.returncode == 1, done.stderr
    assert f"{folder.name}/bad.yaml:9:39: error FML307" in done.stdout
    assert "FML2" not in done.stdout
    assert not list(runner.workspace.glob("*pwned"))


def test_wrong_use_fails_the_step(runner: Runner) -> None:
    done = runner.run(CHECK, args="--no-such-option")
    assert (done.returncode, done.stdout) == (2, "")


def test_a_report_for_code_scanning_is_written_before_the_verdict(runner: Runner) -> None:
    (runner.workspace / "recipes/bad.yaml").write_text(BAD)
    assert runner.run(CHECK, upload_sarif="true").returncode == 1
    log = json.loads(Path(runner.outputs["check"]["sarif"]).read_text("utf-8"))
    places = [result["locations"][0]["physicalLocation"] for result in log["runs"][0]["results"]]
    assert "recipes/bad.yaml" in {place["artifactLocation"]["uri"] for place in places}


def change(runner: Runner, files: dict[str, str]) -> str:
    """Commit a change from outside; the commit of the base branch."""
    base = git(runner.workspace, "rev-parse", "HEAD").strip()
    for name, text in files.items():
        (runner.workspace / name).parent.mkdir(parents=True, exist_ok=True)
        (runner.workspace / name).write_text(text)
    commit(runner.workspace, "Change it from outside")
    return base


def test_a_fork_cannot_choose_its_judge(runner: Runner) -> None:
    """It leaves out a recipe, ignores rules, changes waivers, adds an ingredient, hides modules."""
    own = CLEAN.replace("id: example", "id: own").replace("product: lidocaine-1-percent", "ingredient: mine")
    files = {
        "recipes/bad.yaml": BAD,
        "recipes/own.yaml": own,
        "formulary.toml": f'{CONFIG}exclude = ["recipes/bad.yaml"]\nignore = ["FML202", "FML5"]\n',
        "catalogue/mine.yaml": OVERLAY.replace("house-water", "mine").replace("House water", "Mine"),
        "judges/waivers.yaml": f"{WAIVERS}# more\n",
        "formulary/__init__.py": "raise SystemExit(0)\n",
        "pathlib.py": "raise SystemExit(0)\n",
    }
    base = change(runner, files)
    alone = runner.run(CHECK)
    assert alone.returncode == 0, alone.stdout  # by its own judge all is well
    assert runner.run(FORK, base=base).returncode == 0
    taken = runner.run(FORK, base=base)  # a job may use the action twice
    assert taken.returncode == 0, taken.stderr
    assert "From a fork" in taken.stdout
    judged = runner.run(CHECK)
    assert judged.returncode == 1
    found = {(file, code) for file, _, code in errors(judged.stdout)}
    assert {("recipes/bad.yaml", "FML307"), ("recipes/own.yaml", "FML201")} <= found
    folder = Path(runner.outputs["fork"]["folder"])
    assert (folder / "formulary.toml").read_text() == CONFIG
    assert (folder / "judges/waivers.yaml").read_text() == WAIVERS
    assert not (folder / "catalogue/mine.yaml").exists()
    assert git(runner.workspace, "status", "--porcelain") == ""  # the checkout of the job is left alone


def test_a_fork_cannot_lead_its_judge_away_by_a_link(runner: Runner, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "waivers.yaml").write_text("keep me\n")
    base = git(runner.workspace, "rev-parse", "HEAD").strip()
    git(runner.workspace, "rm", "-rq", "judges", "catalogue", "formulary.toml")
    (runner.workspace / "judges").symlink_to(elsewhere)
    (runner.workspace / "catalogue").symlink_to(elsewhere)
    (runner.workspace / "formulary.toml").symlink_to(elsewhere / "waivers.yaml")
    commit(runner.workspace, "Lead away")
    taken = runner.run(FORK, base=base)
    assert taken.returncode == 0, taken.stderr
    folder = Path(runner.outputs["fork"]["folder"])
    assert not any((folder / name).is_symlink() for name in ("judges", "catalogue", "formulary.toml"))
    assert (elsewhere / "waivers.yaml").read_text() == "keep me\n"
    assert runner.run(CHECK).returncode == 0


def test_a_base_branch_without_settings_gives_none(runner: Runner) -> None:
    git(runner.workspace, "rm", "-rq", "formulary.toml", "catalogue", "judges")
    base = commit(runner.workspace, "Configure nothing")
    git(runner.workspace, "push", "--quiet", "origin", "HEAD:refs/heads/bare")
    change(runner, {"formulary.toml": CONFIG, "catalogue/own.yaml": OVERLAY, "judges/waivers.yaml": WAIVERS})
    assert runner.run(CHECK).returncode == 0
    assert runner.run(FORK, base=base).returncode == 0
    done = runner.run(CHECK)
    assert (done.returncode, done.stdout) == (2, "")
    assert "nothing to check" in done.stderr
    assert runner.run(CHECK, paths="recipes").returncode == 0


@pytest.mark.skipif(not EVERYWHERE, reason="installs everything, which takes a minute: CI=1 does it")
def test_the_action_installs_itself(runner: Runner) -> None:
    for script in (runner.temp / "formulary/bin").iterdir():
        script.unlink()
    done = runner.run(INSTALL)
    if done.returncode and "No matching distribution" in done.stderr:
        pytest.skip("there is no package index to install from")
    assert done.returncode == 0, done.stderr
    assert runner.run(CHECK).returncode == 0
