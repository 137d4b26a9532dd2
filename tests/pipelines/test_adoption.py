"""A repository with 200 recipes, 30 of them failing, adopts the tool by the guide alone, word for word."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

import pytest
import yaml
from action import CHECK, Runner, errors
from command import CLEAN, FAILING, ROOT
from repositories import commit, environment, git, repository

from formulary.shape.check import check
from formulary.source.document import Document
from formulary.source.read import read_document

GUIDE = (ROOT / "docs/ci.md").read_text("utf-8")
SOUND, BAD = 170, 30


def blocks(language: str) -> list[str]:
    """The examples of the guide in one language, in order."""
    found = re.findall(rf"^( *)```{language}\n(.*?)^ *```$", GUIDE, re.MULTILINE | re.DOTALL)
    return [re.sub(rf"^{margin}", "", text, flags=re.MULTILINE) for margin, text in found]


LOOK, BEGIN = blocks("sh")
(CONFIG,) = blocks("toml")
GITHUB, GITLAB, HOOKS, WAIVERS, FORKS = blocks("yaml")


def sound(number: int) -> str:
    """One of many formulas that differ in concentration."""
    part = f"volume: {number // 10 + 1}.{number % 10} mL}}\n  - {{product: sodium-chloride-0.9, qs: true}}"
    text = CLEAN.replace("id: example", f"id: sound-{number}").replace("volume: 10 mL}", part)
    return text.replace("volume: 10 mL", "volume: 20 mL")


def bad(number: int) -> str:
    """One of the faults that grow in a collection nobody checks."""
    text = (
        FAILING,
        CLEAN.replace("lidocaine-1-percent", "lidocain-one"),
        CLEAN.replace("title:", "titel:"),
        CLEAN.replace("volume: 10 mL}", "volume: 9 mL}"),
        CLEAN.replace("10 mL", "10 ml"),
    )[number % 5]
    return text.replace("id: example", f"id: bad-{number}")


class Clinic(NamedTuple):
    """A repository that adopts the tool; ``shell`` runs what the guide says."""

    folder: Path
    temp: Path

    def shell(self, script: str) -> subprocess.CompletedProcess[str]:
        """Run a script with the command on the PATH, stopping at the first that fails."""
        return subprocess.run(
            ["bash", "--norc", "-e", "-c", script],  # noqa: S607
            cwd=self.folder,
            env=environment(
                PATH=f"{self.temp / 'formulary/bin'}{os.pathsep}{os.environ['PATH']}", **self.home
            ),
            capture_output=True,
            text=True,
            check=False,
        )

    @property
    def home(self) -> dict[str, str]:
        """Folders of its own for cache and state."""
        return {"XDG_CACHE_HOME": str(self.temp / "cache"), "XDG_STATE_HOME": str(self.temp / "state")}

    def pipeline(self) -> tuple[int, set[tuple[str, str, str]]]:
        """The job on GitHub that the guide writes: its exit code, and the errors that it shows."""
        done = Runner(self.folder, self.temp).run(CHECK)
        assert done.returncode in (0, 1), done.stderr
        return done.returncode, errors(done.stdout)


@pytest.fixture(scope="module")
def adopted(tmp_path_factory: pytest.TempPathFactory) -> Clinic:
    """The clinic after the guide: configuration and baseline are written and committed."""
    folder = tmp_path_factory.mktemp("clinic")
    (folder / "recipes").mkdir()
    for number in range(SOUND):
        (folder / f"recipes/sound-{number}.yaml").write_text(sound(number))
    for number in range(BAD):
        (folder / f"recipes/bad-{number}.yaml").write_text(bad(number))
    clinic = Clinic(repository(folder), tmp_path_factory.mktemp("runner"))
    Runner(clinic.folder, clinic.temp)
    looked = clinic.shell(LOOK)
    assert looked.returncode == 1
    assert "Failed: 200 recipes, 170 clean: " in looked.stdout
    (folder / "formulary.toml").write_text(CONFIG)
    begun = clinic.shell(BEGIN)
    assert begun.returncode == 0, begun.stdout + begun.stderr
    commit(folder, "Check recipes from now on")
    return clinic


def test_the_examples_of_the_guide_are_sound() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    package = pytest.importorskip("check_jsonschema")
    vendor = Path(package.__file__).parent / "builtin_schemas/vendor"
    for text, name in ((GITHUB, "github-workflows"), (GITLAB, "gitlab-ci")):
        data = {"on" if key is True else key: value for key, value in yaml.safe_load(text).items()}
        jsonschema.Draft7Validator(json.loads((vendor / f"{name}.json").read_text("utf-8"))).validate(data)
    (step,) = (
        one for one in yaml.safe_load(GITHUB)["jobs"]["validate"]["steps"] if "formulary" in one["uses"]
    )
    path = step["uses"].partition("@")[0].removeprefix("OWNER/formulary/")
    assert (ROOT / path / "action.yml").is_file()
    (hook,) = yaml.safe_load(HOOKS)["repos"][0]["hooks"]
    assert hook["id"] in (ROOT / ".pre-commit-hooks.yaml").read_text("utf-8")
    exceptions = read_document(WAIVERS.encode(), "waivers.yaml", "yaml")
    assert isinstance(exceptions, Document)
    assert check("waivers", exceptions.data) == []


def test_a_fork_on_gitlab_is_judged_by_the_target_branch(adopted: Clinic, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", str(adopted.folder), "fork")
    fork = adopted._replace(folder=tmp_path / "fork")
    (fork.folder / "formulary.toml").write_text('paths = ["recipes"]\ninclude = ["sound-*.yaml"]\n')
    (fork.folder / "recipes/more.yaml").write_text(FAILING.replace("id: example", "id: more"))
    commit(fork.folder, "Change it from outside")
    (snippet,) = yaml.safe_load(FORKS)
    names = {"TARGET_BRANCH_NAME": "main", "SOURCE_PROJECT_ID": "2"}
    given = "".join(f"CI_MERGE_REQUEST_{name}={value}\n" for name, value in names.items())
    for project, code in (("2", 0), ("1", 1)):  # within the project it chooses itself what it is judged by
        done = fork.shell(f"{given}CI_PROJECT_ID={project}\n{snippet}\nformulary validate")
        assert done.returncode == code, done.stdout + done.stderr


def test_the_pipelines_are_green(adopted: Clinic) -> None:
    assert adopted.pipeline() == (0, set())
    done, reports = gitlab(adopted)
    assert done.returncode == 0, done.stdout
    assert "30" in done.stdout
    assert not [one for one in reports["codequality"] if one["severity"] == "critical"]
    assert reports["junit"].find("testsuite").attrib["failures"] == "0"
    assert reports["junit"].find("testsuite").attrib["tests"] == "200"


def gitlab(clinic: Clinic) -> tuple[subprocess.CompletedProcess[str], dict[str, Any]]:
    """The job on GitLab that the guide writes: how it ends, and its reports read back."""
    job = yaml.safe_load(GITLAB)["formulas"]
    done = clinic.shell("\n".join(job["script"]))
    named = job["artifacts"]["reports"]
    quality = json.loads((clinic.folder / named["codequality"]).read_text("utf-8"))
    junit = ET.fromstring((clinic.folder / named["junit"]).read_bytes())  # noqa: S314 - our own output
    return done, {"codequality": quality, "junit": junit}


def test_the_next_bad_change_is_red_at_its_line(adopted: Clinic) -> None:
    path = adopted.folder / "recipes/sound-7.yaml"
    before = path.read_text()
    path.write_text(before.replace("product: lidocaine-1-percent", "product: lidocain-1-percent"))
    line = 1 + before.splitlines().index("  - {product: lidocaine-1-percent, volume: 1.7 mL}")
    try:
        code, found = adopted.pipeline()
        assert (code, found) == (1, {("recipes/sound-7.yaml", str(line), "FML201")})
        done, reports = gitlab(adopted)
        assert done.returncode == 1
        assert f" --> recipes/sound-7.yaml:{line}:15\n" in done.stdout
        (critical,) = (one for one in reports["codequality"] if one["severity"] == "critical")
        assert critical["location"] == {"path": "recipes/sound-7.yaml", "lines": {"begin": line}}
        (failed,) = (case for case in reports["junit"].iter("testcase") if case.find("failure") is not None)
        assert failed.attrib["name"] == "sound-7"
    finally:
        path.write_text(before)


def test_a_new_fault_in_a_recipe_with_old_ones_is_red_too(adopted: Clinic) -> None:
    path = adopted.folder / "recipes/bad-3.yaml"  # its volumes do not add up
    before = path.read_text()
    path.write_text(before.replace("lidocaine-1-percent", "lidocaine-9-percent"))
    try:
        code, found = adopted.pipeline()
        assert code == 1
        assert {(file, rule) for file, _, rule in found} == {("recipes/bad-3.yaml", "FML201")}
    finally:
        path.write_text(before)


def test_editing_around_an_old_fault_stays_green(adopted: Clinic) -> None:
    path = adopted.folder / "recipes/bad-0.yaml"
    before = path.read_text()
    path.write_text(f"# two lines\n# above\n{before}notes: Nothing else has changed.\n")
    try:
        assert adopted.pipeline() == (0, set())
    finally:
        path.write_text(before)


def test_what_is_mended_leaves_the_baseline_for_good(adopted: Clinic) -> None:
    path, baseline = adopted.folder / "recipes/bad-1.yaml", adopted.folder / "formulary-baseline.ndjson"
    before, known = path.read_text(), baseline.read_text()
    path.write_text(before.replace("lidocain-one", "lidocaine-1-percent"))
    try:
        mended = adopted.shell(BEGIN)
        assert mended.returncode == 0, mended.stdout
        assert 0 < len(baseline.read_text().splitlines()) < len(known.splitlines())
        path.write_text(before)
        code, found = adopted.pipeline()
        assert (code, {rule for _, _, rule in found}) == (1, {"FML201"})
    finally:
        path.write_text(before)
        baseline.write_text(known)
