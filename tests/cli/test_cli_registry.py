"""The commands of the registry as people use them: two people, from draft to approved and after."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from command import CLEAN, FAILING, ROOT, Done, formulary, here

from formulary.signing.private import create

if TYPE_CHECKING:
    from pathlib import Path

PASSPHRASE = "correct horse battery"  # noqa: S105 - of keys that live as long as a test
WAIVER = """\
format: waivers/1
waivers:
  - rule: FML502
    recipe: hair-density-no-numbing
    sha256: {sha256}
    reason: The scalp is numbed by a colleague before.
    approved_by: Kim Ito
    created: 2026-11-20
    expires: 2026-12-20
"""


class Clinic:
    """A registry with the accounts mira and jo; ``keys`` is the folder of their keys, if they sign."""

    def __init__(self, url: str, folder: Path, keys: Path | None = None) -> None:
        self.url, self.folder, self.keys = url, folder, keys
        assert self("db", "init").code == 0
        for name, printed, by in (("mira", "Mira Lang", ""), ("jo", "Jo Berg", "mira")):
            assert self("account", "add", name, "--name", printed, by=by).code == 0
            if keys:
                options = ["--owner", name, "--key", str(keys / "mira")]
                done = self.signing("key", "trust", str(keys / f"{name}.pub"), *options, by="mira")
                assert done.code == 0, done

    def __call__(self, *arguments: str, by: str = "mira") -> Done:
        """A command of one of them."""
        acts = ["--as", by] if by and arguments[0] in _ACTING else []
        return here("--db", self.url, *arguments, *acts)

    def signing(self, *arguments: str, by: str) -> Done:
        """A command with the passphrase on standard input."""
        options = ["--as", by, "--passphrase-stdin"]
        if arguments[0] != "key":
            options += ["--key", f"{self.keys}/{by}"]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sys, "stdin", io.StringIO(f"{PASSPHRASE}\n"))
            return here("--db", self.url, *arguments, *options)

    def file(self, text: str = CLEAN, name: str = "example.yaml") -> str:
        """A recipe in a file."""
        path = self.folder / name
        path.write_text(text)
        return str(path)


_ACTING = ("register", "submit", "account")


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a private and a public key of mira and of jo."""
    folder = tmp_path_factory.mktemp("keys")
    for name in ("mira", "jo"):
        create(folder / name, PASSPHRASE, name)
    return folder


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    """On SQLite; that the engines behave alike is seen below the command line."""
    return Clinic(f"sqlite:///{tmp_path / 'registry.db'}", tmp_path)


@pytest.fixture
def signing_clinic(tmp_path: Path, keys: Path) -> Clinic:
    """One in which people can sign."""
    return Clinic(f"sqlite:///{tmp_path / 'registry.db'}", tmp_path, keys)


def test_two_people_take_a_recipe_from_draft_to_approved_and_out_again(
    db_url: str, tmp_path: Path, keys: Path
) -> None:
    clinic = Clinic(db_url, tmp_path, keys)
    done = clinic("register", clinic.file())
    assert (done.code, "example@1" in done.out, "1 stored" in done.out) == (0, True, True), done
    done = clinic("register", clinic.file())
    assert (done.code, "has this content already (draft)" in done.out) == (0, True)
    done = clinic.signing("approve", "example", by="jo")
    assert (done.code, "is a draft, so nobody can approve it" in done.err) == (1, True), done
    assert clinic("submit", "example").out == "example@1 is in review.\n"
    done = clinic.signing("approve", "example", by="mira")
    assert (done.code, "mira registered `example@1`" in done.err) == (1, True)
    done = clinic.signing("approve", "example@1", "--output-format", "json", by="jo")
    assert done.code == 0, done
    assert "You sign: approval, as Jo Berg (jo)" in done.err
    found = json.loads(done.out)
    assert (found["status"], found["signature"]["account"], found["approvals"]) == ("approved", "jo", 1)
    (row,) = json.loads(clinic("list", "--output-format", "json").out)
    assert (row["version"], row["status"], row["errors"]) == ("example@1", "approved", 0)
    done = clinic.signing("retire", "example", by="jo")
    assert (done.code, "needs a reason" in done.err) == (1, True)
    done = clinic.signing("retire", "example", "--reason", "out of use", by="jo")
    assert (done.code, done.out) == (0, "example@1 is retired.\n")


def test_a_draft_with_errors_is_stored_says_so_and_is_not_approved(signing_clinic: Clinic) -> None:
    clinic = signing_clinic
    done = clinic("register", clinic.file(FAILING))
    assert done.code == 1
    assert "1 stored, 0 there already. 1 with errors, which cannot be approved as they are." in done.out
    done = clinic("submit", "example")
    assert "It cannot be approved as it is" in done.out
    done = clinic.signing("approve", "example", by="jo")
    assert (done.code, "errors stand against it" in done.err) == (1, True)
    done = clinic.signing("reject", "example", "--reason", "ten times too strong", by="jo")
    assert done.out == "example@1 is rejected and a draft again.\n"


def test_a_configuration_cannot_loosen_what_is_judged(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    clinic.file(FAILING)
    monkeypatch.chdir(clinic.folder)
    validated = here("validate", "example.yaml", "--output-format", "json")
    (clinic.folder / "formulary.toml").write_text('ignore = ["FML206"]\nseverity = {FML701 = "note"}\n')
    loosened = here("validate", "example.yaml", "--output-format", "json")
    registered = clinic("register", "example.yaml", "--output-format", "json")

    def told(findings: list[dict[str, str]]) -> list[tuple[str, str]]:
        return [(one["code"], one["severity"]) for one in findings]

    stored = told(json.loads(registered.out)["stored"][0]["findings"])
    assert stored == told(json.loads(validated.out)["findings"])
    assert stored != told(json.loads(loosened.out)["findings"])


def test_a_session_is_refused_by_name_and_not_in_silence(clinic: Clinic) -> None:
    clinic.file(CLEAN)
    session = clinic.file(
        "format: session/1\nid: visit\nrecipes: [{recipe: example, volume: 1 mL}]\n", "visit.yaml"
    )
    done = clinic("register", session)
    assert (done.code, "a session is not kept, only the recipes in it" in done.out) == (1, True), done
    (refused,) = json.loads(clinic("register", session, "--output-format", "json").out)["refused"]
    assert refused["session"]


def test_what_is_no_sound_recipe_stops_the_whole_run(clinic: Clinic) -> None:
    good = clinic.file()
    bad = clinic.file(CLEAN.replace("route:", "rout:").replace("id: example", "id: other"), "bad.yaml")
    done = clinic("register", good, bad)
    assert (done.code, "Nothing was stored" in done.out, "FML102" in done.out) == (1, True, True), done
    assert json.loads(clinic("list", "--output-format", "json").out) == []


def test_lists_page_filter_and_search(clinic: Clinic) -> None:
    lines = [CLEAN.replace("id: example", f"id: r{number:02}") for number in range(7)]
    for number, text in enumerate(lines):
        clinic.file(text.replace("title: Example", f"title: Number {number}"), f"r{number}.yaml")
    assert clinic("register", str(clinic.folder), "-q").code == 0
    done = clinic("list", "--limit", "3")
    assert done.err.strip().endswith("the next page begins with `--after r02@1`")
    assert clinic("list", "--limit", "3", "--after", "r05@1").out.splitlines()[1].startswith("r06@1")
    assert len(json.loads(clinic("list", "--limit", "3", "--output-format", "json").out)) == 7
    assert clinic("list", "--output-format", "csv").out.count("\n") == 8
    assert clinic("list", "--status", "approved").out == ""
    assert clinic("list", "--indication", "nonsense").code == 2
    assert "r04@1" in clinic("search", "NUMBER 4").out
    assert clinic("search", "100%").code == 1
    assert clinic("search", "procaine").code == 1
    assert len(json.loads(clinic("where-used", "lidocaine", "--output-format", "json").out)) == 7
    (row, *_) = json.loads(clinic("where-used", "lidocaine-1-percent", "--output-format", "json").out)
    assert (row["version"], row["through"], row["components"]) == ("r00@1", ["lidocaine-1-percent"], [1])
    assert clinic("where-used", "procaine").code == 1
    assert clinic("where-used", "nonsense").code == 2


def test_revalidate_says_what_another_policy_would_do(clinic: Clinic) -> None:
    clinic("register", clinic.file())
    done = clinic("revalidate")
    assert (done.code, done.out) == (0, "1 formula judged again, 0 with another verdict; no error is new.\n")
    done = clinic("revalidate", "--policy", "eu-cosmetics", "--output-format", "json")
    found = json.loads(done.out)
    assert (done.code, found["summary"]["worse"]) == (1, 1), done
    assert found["formulas"][0]["come"]


def test_a_waived_error_is_no_error_as_long_as_the_waiver_holds(
    signing_clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    clinic = signing_clinic
    monkeypatch.chdir(clinic.folder)
    clinic("register", str(ROOT / "seed/recipes/hair-density-no-numbing.yaml"))
    (row,) = json.loads(clinic("list", "--output-format", "json").out)
    assert row["errors"] == 1
    (clinic.folder / "waivers.yaml").write_text(WAIVER.format(sha256=row["sha256"]))
    (clinic.folder / "formulary.toml").write_text('waivers = "waivers.yaml"\napprovers = ["Kim Ito"]\n')
    assert clinic("submit", row["formula"]).out == f"{row['version']} is in review.\n"
    (row,) = json.loads(clinic("list", "--output-format", "json").out)
    assert (row["errors"], row["waived"]) == (0, 1)
    (clinic.folder / "formulary.toml").unlink()
    done = clinic.signing("approve", row["formula"], by="jo")
    assert (done.code, "an error stands against it" in done.err) == (1, True), done


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["register"], 2, "no path given"),
        (["submit", "example"], 2, "there is no formula"),
        (["submit", "No Name"], 2, "names no version"),
        (["list", "--after", "gone@1"], 2, "there is no formula"),
        (["search", " "], 2, "nothing to search for"),
        (["account", "add", "Ünal", "--name", "Ünal"], 2, "cannot be an account"),
        (["account", "add", "kim", "--name", "\u202e"], 2, "cannot be printed"),
    ],
)
def test_wrong_use(clinic: Clinic, arguments: list[str], code: int, words: str) -> None:
    done = clinic(*arguments)
    assert (done.code, done.out) == (code, ""), done
    assert words in done.err


def test_who_acts_must_be_said(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    recipe = clinic.file()
    done = clinic("register", recipe, by="")
    assert (done.code, "it is not said who does this" in done.err) == (2, True)
    done = clinic("register", recipe, by="mirra")
    assert (done.code, "Did you mean `mira`?" in done.err) == (2, True)
    monkeypatch.setenv("FORMULARY_AS", "mira")
    assert clinic("register", recipe, by="").code == 0


def test_the_embedded_registry_is_made_with_the_first_account(tmp_path: Path) -> None:
    home = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data")}
    done = formulary("account", "add", "mira", "--name", "Mira Lang", **home)
    assert done.code == 0
    assert f"a new registry was made: {tmp_path}" in done.err
    assert formulary("list", **home).err == "No formula found: `formulary register` keeps one.\n"


@pytest.mark.parametrize(
    "words",
    [
        ("list",),
        ("search", "zinc"),
        ("where-used", "lidocaine"),
        ("show", "x"),
        ("history", "x"),
        ("diff", "x", "y"),
        ("revalidate",),
        ("export",),
        ("submit", "x"),
        ("account", "list"),
        ("key", "list"),
        ("verify",),
        ("worksheet", "x", "-o", "x.pdf"),
    ],
)
def test_a_mistyped_registry_is_no_empty_one(words: tuple[str, ...], tmp_path: Path) -> None:
    done = here("--db", f"sqlite:///{tmp_path}/mistyped.db", *words)
    assert (done.code, done.out) == (2, "")
    assert f"there is no registry at {tmp_path}/mistyped.db" in done.err
    assert not list(tmp_path.iterdir())


def test_a_hostile_title_does_nothing_in_a_list(clinic: Clinic) -> None:
    title = '"=HYPERLINK(1)  \\u001b[31mred"'.replace("\\u001b", "")
    assert clinic("register", clinic.file(CLEAN.replace("title: Example", f"title: {title}"))).code == 0
    assert "'=HYPERLINK(1)" in clinic("list", "--output-format", "csv").out


def test_a_reader_that_goes_away_sees_no_traceback(clinic: Clinic) -> None:
    for number in range(150):
        clinic.file(CLEAN.replace("id: example", f"id: example-{number}"), f"{number}.yaml")
    assert clinic("register", str(clinic.folder), "--jobs", "1").code == 0
    command = [sys.executable, "-m", "formulary", "--db", clinic.url, "list", "--output-format", "json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
        assert run.stdout
        assert run.stderr
        assert run.stdout.read(10)
        run.stdout.close()
        assert run.stderr.read() == b""
