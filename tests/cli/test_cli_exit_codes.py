"""The table of exit codes: 0 nothing at error level, 1 findings, 2 wrong use, 3 the environment."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from command import CLEAN, FAILING, ROOT, WARNED, formulary, here

from formulary.reports import FORMATS


@pytest.fixture
def recipes(tmp_path: Path) -> Path:
    """A folder of a clean, a warned and a failing recipe, and of files that are none."""
    files = {
        "clean.yaml": CLEAN,
        "warned.yaml": WARNED,
        "failing.yaml": FAILING,
        "broken.yaml": "format: [",
        "empty.yaml": "",
        "latin.json": b'{"title": "\xe9"}',
        "other.yaml": "title: no format\n",
        "notes.txt": "words\n",
        "two.ndjson": '{"format": "recipe/1"}\n{"format": "recipe/1"}\n',
    }
    for name, text in files.items():
        (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    (tmp_path / "hollow").mkdir()
    (tmp_path / "link.yaml").symlink_to("clean.yaml")
    os.mkfifo(tmp_path / "pipe.yaml")
    return tmp_path


@pytest.mark.parametrize(
    ("path", "flags", "code"),
    [
        ("clean.yaml", "", 0),
        ("warned.yaml", "", 0),
        ("warned.yaml", "--strict", 1),
        ("warned.yaml", "--strict --exit-zero", 0),
        ("failing.yaml", "", 1),
        ("failing.yaml", "--exit-zero", 0),
        ("failing.yaml", "--select FML2", 0),
        ("failing.yaml", "--ignore FML3", 0),
        ("broken.yaml", "", 1),
        ("empty.yaml", "", 1),
        ("latin.json", "", 1),
        ("other.yaml", "", 1),
        ("two.ndjson", "", 1),
        ("link.yaml", "", 1),
        ("pipe.yaml", "", 1),
        ("", "", 1),
        ("hollow", "", 2),
        ("missing.yaml", "", 2),
        ("clean.yaml/below.yaml", "", 2),
        ("notes.txt", "", 2),
        ("clean.yaml", "--select FML999", 2),
        ("clean.yaml", "--ignore nothing", 2),
        ("clean.yaml", "--output-format xml", 2),
        ("clean.yaml", "--jobs -1", 2),
        ("clean.yaml", "--jobs many", 2),
        ("clean.yaml", "--no-such-option", 2),
        ("clean.yaml", "--policy nowhere", 2),
        ("clean.yaml", "--color sometimes", 2),
        ("clean.yaml", "-o no/such/folder/report.txt", 3),
        ("clean.yaml", "-o hollow", 3),
        ("clean.yaml", "-o clean.yaml/report.txt", 3),
    ],
)
def test_validate(recipes: Path, path: str, flags: str, code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(recipes)
    done = here("validate", path or ".", *flags.split())
    assert done.code == code, done
    if code > 1:
        assert done.out == ""
        assert done.err.startswith("error: ")
        assert "help: " in done.err
        assert "Traceback" not in done.err


@pytest.mark.parametrize(
    "name", ["clean.yaml", "warned.yaml", "failing.yaml", "broken.yaml", "two.ndjson", "."]
)
def test_the_format_never_changes_the_exit_code(recipes: Path, name: str) -> None:
    path = str(recipes / name)
    assert len({here("validate", "--output-format", form, path).code for form in FORMATS}) == 1


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--help"], 0),
        (["--version"], 0),
        ([], 2),
        (["-q"], 2),
        (["nonsense"], 2),
        (["--nonsense"], 2),
        (["validate"], 2),
        (["validate", "-", "seed/recipes"], 2),
        (["--policy", "nowhere", "validate", "seed/recipes"], 2),
        (["convert", "2 % w/v", "mg/mL"], 0),
        (["convert", "2 %", "mg/mL"], 1),
        (["convert", "1,5 mg", "mcg"], 1),
        (["convert", "1 mg", "furlong"], 1),
        (["convert", "1 mg", "mL"], 1),
        (["convert", "1 mg"], 2),
        (["convert", "1 mg", "mcg", "--ingredient", "unobtainium"], 2),
        (["explain", "seed/recipes/hair-density-panthenol.yaml"], 0),
        (["explain", "seed/recipes/teaching-two-anesthetics.yaml"], 0),
        (["explain", "seed/recipes/hair-density-panthenol.yaml", "heparin"], 2),
        (["explain", "seed/sessions/teaching-lidocaine-adds-up.yaml"], 0),
        (["explain", "seed/recipes"], 2),
        (["explain", "seed/policies/us.yaml"], 2),
        (["explain", "missing.yaml"], 2),
        (["explain"], 2),
        (["rules"], 0),
        (["rules", "FML301"], 0),
        (["rules", "FML999"], 2),
        (["schema", "recipe"], 0),
        (["schema", "nonsense"], 2),
        (["catalogue"], 2),
        (["catalogue", "list"], 0),
        (["catalogue", "list", "nonsense"], 2),
        (["catalogue", "search", "zinc"], 0),
        (["catalogue", "search", "unobtainium"], 1),
        (["catalogue", "show", "lidocaine"], 0),
        (["catalogue", "show", "unobtainium"], 2),
    ],
)
def test_every_command(arguments: list[str], code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    done = here(*arguments)
    assert done.code == code, done
    assert "Traceback" not in done.err
    if code > 1:
        assert done.out == ""


def test_a_recipe_that_cannot_be_explained_is_reported_as_by_validate(recipes: Path) -> None:
    path = str(recipes / "broken.yaml")
    done = here("explain", path)
    assert done.code == 1
    assert done.out in here("validate", path).out


_BOOM = """
import sys, types, click
from formulary.cli import main

@click.command()
def command():
    raise {fault}

main.COMMANDS["boom"] = "Fail."
sys.modules["formulary.cli.boom"] = types.SimpleNamespace(command=command)
sys.exit(main.run())
"""


@pytest.mark.parametrize(
    "fault", ['ZeroDivisionError("a \\x1b[31mred\\x1b[0m word")', "MemoryError()", "RecursionError()"]
)
def test_an_internal_fault_is_said_without_a_traceback(fault: str) -> None:
    done = _boom(fault)
    assert done.returncode == 3
    assert done.stdout == ""
    assert done.stderr.startswith("error: internal fault: ")
    assert "please report it" in done.stderr
    assert "Traceback" not in done.stderr
    assert "\x1b" not in done.stderr


def test_the_traceback_is_there_for_who_asks() -> None:
    assert "Traceback" in _boom("ZeroDivisionError()", "--debug").stderr


def test_a_failing_system_is_the_environment() -> None:
    done = _boom('OSError(28, "No space left on device", "/some/disk")')
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith("error: no space left on device (/some/disk)\nhelp: ")


def _boom(fault: str, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", _BOOM.format(fault=fault), *options, "boom"]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize(
    "arguments",
    [
        ("validate", *["seed/recipes"] * 4),
        ("validate", "--exit-zero", "--output-format", "json", "seed/recipes"),
        ("rules",),
        ("explain", "seed/recipes/teaching-two-anesthetics.yaml"),
        ("convert", "1 g", "mg"),
        ("export", "--from-files", "seed/recipes/teaching-two-anesthetics.yaml"),
    ],
)
def test_who_reads_no_more_ends_the_command_without_a_word(
    arguments: tuple[str, ...], unbuffered: str
) -> None:
    command = [sys.executable, "-m", "formulary", *arguments]
    env = os.environ | {"PYTHONUNBUFFERED": unbuffered}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT, env=env
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 141


def test_who_hears_no_more_ends_the_command_all_the_same() -> None:
    command = [sys.executable, "-m", "formulary", "validate", "missing.yaml"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stderr
        process.stderr.close()
        assert process.wait(60) == 141


def test_a_pipe_takes_all_of_an_export_or_says_so() -> None:
    command = [sys.executable, "-m", "formulary", "export", "--from-files", "seed/recipes"]
    env = os.environ | {"PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT, env=env
    ) as process:
        assert process.stdout
        process.stdout.read(10)
        process.stdout.close()
        assert process.wait(60) == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has /dev/full")
def test_a_full_disk_is_the_environment() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "formulary", "rules"],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            cwd=ROOT,
        )
    assert done.returncode == 3
    assert done.stderr.decode().startswith("error: no space left on device\nhelp: ")


@pytest.mark.parametrize("redirection", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams(redirection: str) -> None:
    shell = (
        f'"{sys.executable}" -m formulary validate seed/recipes/teaching-two-anesthetics.yaml {redirection}'
    )
    done = subprocess.run(["bash", "-c", shell], capture_output=True, text=True, check=False, cwd=ROOT)  # noqa: S607
    assert (done.returncode, done.stderr) == (1, "")


def test_standard_input_that_is_closed() -> None:
    shell = f'"{sys.executable}" -m formulary validate - <&-'
    done = subprocess.run(["bash", "-c", shell], capture_output=True, text=True, check=False, cwd=ROOT)  # noqa: S607
    assert (done.returncode, done.stderr.splitlines()[0]) == (2, "error: standard input is closed")


def test_a_folder_that_may_not_be_read_is_a_finding(recipes: Path) -> None:
    closed = recipes / "closed"
    closed.mkdir()
    (closed / "clean.yaml").write_text(CLEAN)
    closed.chmod(0)
    try:
        if os.access(closed, os.R_OK):
            pytest.skip("the superuser reads everything")
        assert here("validate", str(closed)).code == 1
    finally:
        closed.chmod(stat.S_IRWXU)


def test_settings_come_from_the_environment_too() -> None:
    assert formulary("validate", "seed/recipes", FORMULARY_POLICY="nowhere").code == 2
    assert formulary("validate", "-", stdin=WARNED, FORMULARY_VALIDATE_STRICT="1").code == 1
    assert formulary("validate", "-", stdin=FAILING, FORMULARY_VALIDATE_EXIT_ZERO="1").code == 0
