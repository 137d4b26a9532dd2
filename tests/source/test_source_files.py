"""The file system as a stranger may prepare it."""

from __future__ import annotations

import os
import socket
import sys
import time
from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from formulary.findings import Finding
from formulary.source.files import Kind, kind_of, open_stream, read_file, read_stream, walk
from formulary.source.limits import MAX_BYTES
from formulary.source.read import syntax_of

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the hazards are those of POSIX")
NOT_ROOT = pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")


def refused(path: Path | str) -> Finding:
    found = read_file(str(path))
    assert isinstance(found, Finding)
    assert found.code == "FML001"
    assert found.help
    assert isinstance(open_stream(str(path)), Finding)
    return found


def test_a_regular_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes(b"a: 1\r\n")
    assert read_file(str(file)) == b"a: 1\r\n"
    stream = open_stream(str(file))
    assert not isinstance(stream, Finding)
    with stream:
        assert stream.read() == b"a: 1\r\n"
        assert not os.get_inheritable(stream.fileno())


def test_the_size_limit_is_for_files_that_are_read_whole(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes(b"#" * MAX_BYTES)
    assert read_file(str(file)) == b"#" * MAX_BYTES
    file.write_bytes(b"#" * (MAX_BYTES + 1))
    found = read_file(str(file))
    assert isinstance(found, Finding)
    assert "256 KiB" in found.message
    assert "NDJSON" in found.help
    stream = open_stream(str(file))
    assert not isinstance(stream, Finding)
    stream.close()


def test_standard_input_has_the_same_limit() -> None:
    assert read_stream(BytesIO(b"a: 1")) == b"a: 1"
    assert isinstance(read_stream(BytesIO(b"#" * (MAX_BYTES + 1))), Finding)


def test_a_fifo_does_not_hang_and_a_device_does_not_fill_the_memory(tmp_path: Path) -> None:
    fifo = tmp_path / "fifo.yaml"
    os.mkfifo(fifo)
    started = time.perf_counter()
    assert "pipe" in refused(fifo).message
    assert "device" in refused("/dev/zero").message
    assert time.perf_counter() - started < 30


def test_a_socket_is_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the path of a socket is short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("s.yaml")
        assert "regular" in refused("s.yaml").message


def test_links_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("password")
    link = tmp_path / "a.yaml"
    link.symlink_to(tmp_path / "secret.txt")
    assert "link" in refused(link).message
    loop = tmp_path / "loop.yaml"
    loop.symlink_to(loop)
    assert "link" in refused(loop).message
    folder = tmp_path / "folder"
    folder.symlink_to(tmp_path)
    for path in (str(folder), f"{folder}/"):
        assert kind_of(path) is Kind.FILE
        assert list(walk(path)) == [path]
        assert "link" in refused(path).message


def test_a_folder_is_no_file_and_a_missing_file_is_told_by_its_kind(tmp_path: Path) -> None:
    folder = tmp_path / "x.yaml"
    folder.mkdir()
    assert "folder" in refused(folder).message
    assert kind_of(str(folder)) is Kind.FOLDER
    assert kind_of(f"{folder}/") is Kind.FOLDER
    assert kind_of(str(folder / "none")) is Kind.MISSING
    (folder / "file").touch()
    assert kind_of(str(folder / "file")) is Kind.FILE
    assert kind_of(str(folder / "file" / "none")) is Kind.MISSING
    assert "no such file" in refused(folder / "none").message


@NOT_ROOT
def test_what_may_not_be_read_is_said_and_not_left_out(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.touch(mode=0)
    assert "permission" in refused(file).message
    folder = tmp_path / "b"
    folder.mkdir(mode=0)
    assert list(walk(str(tmp_path))) == [str(file), str(folder)]
    assert "permission" in refused(folder).message
    folder.chmod(0o700)


@pytest.mark.skipif(sys.platform != "linux", reason="needs a regular file whose reading fails")
def test_an_error_while_reading_is_a_finding() -> None:
    found = read_file("/proc/self/mem")
    assert isinstance(found, Finding)
    assert "cannot be read" in found.message


def test_a_path_that_is_too_long_is_a_finding() -> None:
    assert refused("a" * 5000 + ".yaml")
    assert kind_of("a" * 5000) is Kind.FILE


def test_a_folder_is_walked_in_order_without_links_and_hidden_names(tmp_path: Path) -> None:
    for name in (
        "b.yaml",
        "a/z.yml",
        "a/x.YAML",
        "c.d/deep/q.json",
        "c.ndjson",
        "x.yaml/inside.yaml",
        ".hidden.yaml",
        ".git/config.yaml",
        "notes.txt",
        "yaml",
        "c.yaml.orig",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "link.yaml").symlink_to(tmp_path / "b.yaml")
    (tmp_path / "up").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "fifo.json")
    assert [os.path.relpath(path, tmp_path) for path in walk(str(tmp_path))] == [
        "a/x.YAML",
        "a/z.yml",
        "b.yaml",
        "c.d/deep/q.json",
        "c.ndjson",
        "fifo.json",
        "x.yaml/inside.yaml",
    ]


def test_the_paths_of_a_walk_begin_as_the_folder_was_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.yaml").touch()
    for given, expected in (
        (".", "in/a.yaml"),
        ("in", "in/a.yaml"),
        ("in/", "in/a.yaml"),
        ("./in", "./in/a.yaml"),
    ):
        assert list(walk(given)) == [expected]
    assert list(walk("in/a.yaml")) == ["in/a.yaml"]


def dig(folder: Path, name: str, levels: int) -> None:
    """Folders of that name inside one another, with `a.yaml` in the last."""
    here = os.open(folder, os.O_RDONLY)
    for _ in range(levels):
        os.mkdir(name, dir_fd=here)
        below = os.open(name, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(os.open("a.yaml", os.O_CREAT | os.O_WRONLY, dir_fd=here))
    os.close(here)


def fill_in(folder: Path, name: str) -> None:
    """Remove what was dug, which shutil.rmtree, called by pytest, cannot."""
    top, rest = folder / name, folder / "rest"
    while top.exists():
        if (top / name).exists():
            (top / name).rename(rest)
        for file in top.iterdir():
            file.unlink()
        top.rmdir()
        if rest.exists():
            rest.rename(top)


def test_deep_folders_are_walked(tmp_path: Path) -> None:
    (tmp_path / "z.yaml").touch()
    dig(tmp_path, "d", 1100)
    try:
        found = list(walk(str(tmp_path)))
        assert found == [os.path.join(tmp_path, *["d"] * 1100, "a.yaml"), str(tmp_path / "z.yaml")]  # noqa: PTH118
        assert read_file(found[0]) == b""
    finally:
        fill_in(tmp_path, "d")


def test_folders_too_deep_for_the_system_are_said_and_not_left_out(tmp_path: Path) -> None:
    name = "d" * 200
    dig(tmp_path, name, 25)
    try:
        (found,) = walk(str(tmp_path))
        assert found.endswith(f"/{name}/{name}")
        assert "too long" in refused(found).message
    finally:
        fill_in(tmp_path, name)


@pytest.mark.parametrize(
    ("name", "syntax"),
    [
        ("a.yaml", "yaml"),
        ("a.b.YML", "yaml"),
        ("a.json", "json"),
        ("x/a.ndjson", "ndjson"),
        ("a.txt", None),
        ("yaml", None),
        ("", None),
        (".yaml", "yaml"),
    ],
)
def test_the_syntax_is_told_by_the_name(name: str, syntax: str | None) -> None:
    assert syntax_of(name) == syntax
