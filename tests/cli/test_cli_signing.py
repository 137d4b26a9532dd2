"""Two people take a recipe from draft to approved, look at it, and an auditor verifies it elsewhere."""

from __future__ import annotations

import io
import json
import shutil
import sqlite3
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

import pytest
from command import CLEAN, Done, here, on_terminal
from registry_world import recipe

from formulary.signing import private

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WORDS = {"ana": "correct horse ana", "ben": "battery staple ben"}
keygen = pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="ssh-keygen is not installed")


class Clinic(NamedTuple):
    """A folder with a registry, in which ana and ben have keys."""

    folder: Path

    @property
    def database(self) -> Path:
        """The file of the registry."""
        return self.folder / "registry.db"

    def run(self, *arguments: str, who: str = "", passphrase: str = "") -> Done:
        """Run a command on the registry, as somebody, with a passphrase on standard input."""
        given = passphrase or WORDS.get(who, "")
        signs = arguments[0] in ("approve", "reject", "retire") or "-to" in " ".join(arguments)
        more = ["--as", who] if who else []
        if (
            signs
            or arguments[:2] == ("key", "create")
            or (arguments[:2] == ("key", "trust") and "ben.pub" in arguments[2])
        ):
            name = "ana" if who == "ana" else "ben"
            more += ["--passphrase-stdin", "--key", str(self.folder / name)]
        before, sys.stdin = sys.stdin, io.StringIO(f"{given}\n")
        try:
            return here("-q", "--db", f"sqlite:///{self.database}", *arguments, *more)
        finally:
            sys.stdin = before


def set_up(folder: Path) -> Clinic:
    """A registry with one approved formula and a draft after it."""
    clinic = Clinic(folder)
    (folder / "one.yaml").write_text(recipe("example"), "utf-8")
    (folder / "two.yaml").write_text(
        CLEAN.replace("product: lidocaine-1-percent", "product: lidocaine-2-percent"), "utf-8"
    )
    steps = (
        ("", ["account", "add", "ana", "--name", "Ana Núñez"]),
        ("ana", ["account", "add", "ben", "--name", "Ben Olsen"]),
        ("ana", ["key", "create"]),
        ("ben", ["key", "create"]),
        ("ana", ["key", "trust", str(folder / "ana.pub"), "--owner", "ana"]),
        ("ana", ["key", "trust", str(folder / "ben.pub"), "--owner", "ben"]),
        ("ana", ["register", str(folder / "one.yaml")]),
        ("ana", ["submit", "example"]),
        ("ben", ["approve", "example"]),
        ("ana", ["register", str(folder / "two.yaml")]),
    )
    for who, step in steps:
        done = clinic.run(*step, who=who)
        assert done.code == 0, (step, done)
    return clinic


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Clinic:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(private, "_ROUNDS", 1)  # a guess may be cheap here
        return set_up(tmp_path_factory.mktemp("clinic"))


@pytest.fixture
def copy(clinic: Clinic, tmp_path: Path) -> Iterator[Clinic]:
    """Another copy of the same registry, to do harm to."""
    for name in ("ana", "ben", "registry.db"):
        shutil.copy(clinic.folder / name, tmp_path / name)
    return Clinic(tmp_path)


def test_a_key_is_never_made_without_a_passphrase_or_over_another(clinic: Clinic) -> None:
    done = clinic.run("key", "create", who="ana")
    assert (done.code, "is there already" in done.err) == (2, True)
    done = here("key", "create", "--as", "kim", "--key", str(clinic.folder / "kim"))
    assert (done.code, "no terminal" in done.err) == (2, True)
    assert not (clinic.folder / "kim").exists()


def test_the_wrong_passphrase_and_the_wrong_person_approve_nothing(clinic: Clinic) -> None:
    clinic.run("submit", "example@2", who="ana")
    done = clinic.run("approve", "example@2", who="ben", passphrase="something else")  # noqa: S106
    assert (done.code, "passphrase is wrong" in done.err) == (2, True)
    done = clinic.run("approve", "example@2", who="ana")
    assert (done.code, "cannot approve it too" in done.err) == (1, True)
    assert clinic.run("reject", "example@2", "--reason", "not yet", who="ben").code == 0
    assert json.loads(clinic.run("show", "example@2", "--output-format", "json").out)["status"] == "draft"


def test_show_prints_what_was_signed_and_by_whom(clinic: Clinic) -> None:
    done = clinic.run("show", "example")
    assert done.code == 0
    assert "example@1 approved" in done.out
    assert "lidocaine-hydrochloride  10 mg/mL" in done.out
    assert "approval: Ben Olsen (ben), 20" in done.out
    data = json.loads(clinic.run("show", "example", "--output-format", "json").out)
    assert [one["holds"] for one in data["signatures"]] == [True]
    assert data["concentrations"][0]["concentration"] == "10 mg/mL"


def test_diff_takes_versions_and_files(clinic: Clinic) -> None:
    done = clinic.run("diff", "example@1", "example@2")
    assert "lidocaine-hydrochloride: 10 mg/mL -> 20 mg/mL (2 times as much)" in done.out
    same = clinic.run("diff", "example@1", str(clinic.folder / "one.yaml"))
    assert "The two are the same formula." in same.out
    one = clinic.folder / "one.yaml"
    kept = clinic.run("diff", "example@1", str(one), "-o", str(one))
    assert (kept.code, "would be overwritten" in kept.err) == (2, True)
    (clinic.folder / "visit.yaml").write_text("format: session/1\n")
    other = clinic.run("diff", "example@1", str(clinic.folder / "visit.yaml"))
    assert (other.code, "is not a recipe but `session/1`" in other.err) == (2, True)
    data = json.loads(clinic.run("diff", "example@1", "example@2", "--output-format", "json").out)
    assert data["differences"][0] == {
        "part": "concentration",
        "what": "lidocaine-hydrochloride",
        "before": "10 mg/mL",
        "after": "20 mg/mL",
        "note": "2 times as much",
    }


def test_history_tells_who_did_what(clinic: Clinic) -> None:
    done = clinic.run("history", "example")
    for words in ("registered by Ana Núñez (ana)", "approved by Ben Olsen (ben), signed (approval)"):
        assert words in done.out
    acts = json.loads(clinic.run("history", "example@1", "--output-format", "json").out)["acts"]
    assert [one["act"] for one in acts] == ["register", "submit", "approve"]


@pytest.mark.parametrize(
    "command", [["show", "exmple"], ["diff", "example", "exmple"], ["history", "exmple@1"]]
)
def test_a_formula_that_is_not_there_is_named_with_the_nearest(command: list[str], clinic: Clinic) -> None:
    done = clinic.run(*command)
    assert (done.code, "Did you mean `example`?" in done.err) == (2, True)


@pytest.mark.parametrize(
    "command", [["show", "example"], ["history", "example"], ["diff", "example@1", "example@2"]]
)
def test_pages_fit_a_narrow_terminal(command: list[str], clinic: Clinic) -> None:
    columns = 40
    done = on_terminal(*command, columns=columns, FORMULARY_DB=f"sqlite:///{clinic.database}", NO_COLOR="1")
    assert done.code == 0
    words = [line for line in done.out.splitlines() if len(line) > columns and " " in line.strip()]
    assert not [line for line in words if "sha256:" not in line and "SHA256:" not in line], words


def test_an_untouched_registry_verifies(clinic: Clinic) -> None:
    done = clinic.run("verify")
    assert (done.code, done.out.startswith("Verified:")) == (0, True)
    data = json.loads(clinic.run("verify", "--output-format", "json").out)
    assert (data["verified"], data["first_bad_event"], data["faults"]) == (True, None, [])


def test_a_changed_row_is_named_and_fails(copy: Clinic) -> None:
    with sqlite3.connect(copy.database) as raw:
        raw.execute("DROP TRIGGER version_no_update")
        raw.execute("UPDATE version SET title = 'Another' WHERE number = 1")
    raw.close()
    done = copy.run("verify")
    assert done.code == 1
    assert "the first bad event is number 6" in done.out
    assert "version example@1: `title` is `Another`, the event states `Example`" in done.out
    assert json.loads(copy.run("verify", "--output-format", "json").out)["first_bad_event"] == 6
    refused = copy.run("verify", "--bundle-to", str(copy.folder / "bundle"), who="ana")
    assert (refused.code, "nobody signs" in refused.err) == (2, True)
    assert not (copy.folder / "bundle").exists()


@pytest.mark.parametrize(
    ("statement", "event"),
    [
        ("UPDATE version SET title = CAST(x'45ff' AS TEXT) WHERE number = 1", 6),
        ("UPDATE content SET body = CAST(x'ff' AS TEXT)", 6),
        ("UPDATE audit SET body = CAST(x'7bff7d' AS TEXT) WHERE seq = 3", 3),
        ("UPDATE version SET title = x'00'", 6),
        ("UPDATE formula SET newest = 'many'", 9),
    ],
)
def test_what_no_text_and_no_number_is_does_not_stop_it(statement: str, event: int, copy: Clinic) -> None:
    with sqlite3.connect(copy.database) as raw:
        for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            raw.execute(f'DROP TRIGGER "{name}"')
        raw.execute(statement)
    raw.close()
    done = copy.run("verify")
    assert (done.code, f"the first bad event is number {event}" in done.out) == (1, True), done


def test_who_may_not_vouch_is_told_before_a_passphrase_is_asked_for(clinic: Clinic, copy: Clinic) -> None:
    (copy.folder / "ben").unlink()  # the private key, which would be looked for first
    done = copy.run("key", "trust", str(clinic.folder / "ben.pub"), "--owner", "ben", who="ben")
    assert (done.code, "nobody vouches for a key of their own" in done.err) == (2, True), done


def test_an_older_copy_is_shown_by_a_checkpoint_and_an_old_checkpoint_by_its_age(copy: Clinic) -> None:
    kept = copy.folder / "kept.txt"
    shutil.copy(copy.database, copy.folder / "yesterday.db")
    assert copy.run("submit", "example@2", who="ana").code == 0
    assert copy.run("verify", "--checkpoint-to", str(kept), who="ana").code == 0
    assert copy.run("verify", "--checkpoint", str(kept), "--max-age", "1h").code == 0
    shutil.copy(copy.folder / "yesterday.db", copy.database)
    done = copy.run("verify", "--checkpoint", str(kept))
    assert (done.code, "an older copy was put back" in done.out) == (1, True)
    text = kept.read_text("utf-8")
    kept.write_text(text.replace("time: 20", "time: 19"), "utf-8")
    done = copy.run("verify", "--checkpoint", str(kept), "--max-age", "7d")
    assert "older than was asked for" in done.out
    assert "not signed as it must be" in done.out


def test_another_registry_is_told_by_its_checkpoint(clinic: Clinic, tmp_path: Path) -> None:
    other = Clinic(tmp_path)
    assert other.run("account", "add", "ana", "--name", "Ana Núñez").code == 0
    kept = tmp_path / "kept.txt"
    assert clinic.run("verify", "--checkpoint-to", str(kept), who="ben").code == 0
    done = other.run("verify", "--checkpoint", str(kept))
    assert (done.code, "this is another registry" in done.out) == (1, True)


@pytest.mark.parametrize("form", ["bundle", "bundle.zip"])
def test_an_auditor_verifies_a_bundle_without_the_database(form: str, copy: Clinic) -> None:
    place = copy.folder / form
    assert copy.run("verify", "--bundle-to", str(place), who="ana").code == 0
    again = copy.run("verify", "--bundle-to", str(place), who="ana")
    assert (again.code, "is there already" in again.err) == (2, True)
    copy.database.unlink()
    done = here("verify", str(place), "--trust", str(copy.folder / "known"))
    assert done.code == 2
    known = copy.folder / "known"
    known.write_text("", "utf-8")
    done = here("verify", str(place), "--trust", str(known))
    assert "not among those that you trust" in done.out
    assert "bad event" not in done.out
    done = here("verify", str(place))
    assert (done.code, "Verified:" in done.out) == (0, True)
    assert not copy.database.exists()


@keygen
def test_the_script_in_a_bundle_needs_nothing_of_this_program(copy: Clinic) -> None:
    place = copy.folder / "bundle"
    assert copy.run("verify", "--bundle-to", str(place), who="ana").code == 0
    script = (place / "verify.py").read_text("utf-8")
    assert len(script.splitlines()) < 200
    assert "formulary." not in script.replace("formulary.\n", "")
    bare = [sys.executable, "-I", "-S", "verify.py"]  # without what is installed beside Python
    done = subprocess.run(bare, cwd=place, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (
        0,
        "VERIFIED: everything is as it was recorded",
    )
    rows = place / "rows" / "version.ndjson"
    rows.write_text(rows.read_text("utf-8").replace("Example", "Exemple", 1), "utf-8")
    done = subprocess.run(bare, cwd=place, capture_output=True, text=True, check=False)
    assert (done.returncode, "FAILED" in done.stdout) == (1, True)
    assert here("verify", str(place)).code == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--max-age", "7d"], "that of a checkpoint"),
        (["--checkpoint", "nowhere"], "no such file"),
        (["nowhere"], "nothing to verify"),
        (["--checkpoint", "README.md", "--max-age", "soon"], "is not"),
        (["seed", "--checkpoint-to", "x"], "written of the registry"),
    ],
)
def test_wrong_use_of_verify_says_what_to_do(arguments: list[str], words: str, clinic: Clinic) -> None:
    done = clinic.run("verify", *arguments)
    assert (done.code, words in done.err) == (2, True), done


def test_a_registry_that_is_not_there_is_not_verified_and_not_made(tmp_path: Path) -> None:
    done = here("--db", f"sqlite:///{tmp_path / 'none.db'}", "verify")
    assert (done.code, "nothing to verify" in done.err) == (2, True)
    assert list(tmp_path.iterdir()) == []
