"""Many documents: in order, in pieces, and the same to the byte on one core and on all."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from formulary.cli.reporting import render_all
from formulary.processes import cores
from formulary.reports import FORMATS, Context
from formulary.validation.judge import Text, examine, judge
from formulary.validation.outcome import Tally
from formulary.validation.pieces import Done, pieces
from formulary.validation.run import Choice, is_large, run

if TYPE_CHECKING:
    from formulary.rules.case import Case
    from formulary.validation.outcome import Outcome
    from formulary.validation.run import Render
    from formulary.validation.setting import Setting

SEED = Path(__file__).parents[2] / "seed" / "recipes"
CHOICE = Choice("us", forced=False, select=(), ignore=())


def in_words(outcome: Outcome) -> tuple[str]:
    """A rendering that every process can import."""
    lines = (
        f"{outcome.name}:{item.span.line if item.span else 0} {item.finding.code} {item.finding.message}\n"
        for item in outcome.reported
    )
    return ("".join(lines),)


def everything(paths: list[str], jobs: int, render: Render = in_words) -> tuple[str, Tally]:
    tally, texts = Tally(), []
    for done in run(paths, CHOICE, render, jobs):
        assert isinstance(done, Done)
        tally.merge(done.tally)
        texts += ["".join(rendered) for rendered in done.texts]
    return "".join(texts), tally


def recipe(number: int, weight: int = 50) -> str:
    data = {
        "format": "recipe/1",
        "id": f"r{number}",
        "title": "Example",
        "indication": "local-anesthesia",
        "route": "infiltration",
        "volume": "30 mL",
        "components": [
            {"product": "lidocaine-1-percent", "volume": f"{number % 29 + 1} mL"},
            {"product": "sodium-chloride-0.9", "qs": True},
        ],
        "administration": {"patient_weight": f"{weight} kg"},
    }
    return json.dumps(data)


@pytest.fixture
def many(tmp_path: Path) -> list[str]:
    """Recipes as files and as lines, broken ones among them, and what cannot be read."""
    paths = []
    for number in range(60):
        path = tmp_path / f"{number:03}.json"
        path.write_text("{" if number % 17 == 5 else recipe(number, weight=20 + number), "utf-8")
        paths.append(str(path))
    stream = tmp_path / "many.ndjson"
    lines = [recipe(number) if number % 101 else "{broken" for number in range(1500)]
    stream.write_text("\n".join(lines), "utf-8")
    empty = tmp_path / "empty.ndjson"
    empty.write_text("", "utf-8")
    return [*paths[:30], str(stream), *paths[30:], str(empty), str(tmp_path / "missing.yaml")]


def test_all_cores_give_the_same_bytes_as_one(many: list[str]) -> None:
    assert is_large(many)
    serial, tally = everything(many, 1)
    parallel, counted = everything(many, 2)
    assert parallel.encode() == serial.encode()
    assert counted == tally
    assert (tally.files, tally.recipes) == (63, 60 + 1500 + 2)
    assert tally.errors > 300


def test_documents_judged_together_are_judged_as_each_alone(many: list[str]) -> None:
    setting = CHOICE.setting()
    lines = Path(many[30]).read_bytes().splitlines()[95:130]
    seeds = [path.read_bytes() for path in sorted(SEED.glob("*.yaml"))]
    texts = [*(Text(line, "many.ndjson", "json", 7) for line in lines), Text(b"a: [", "b.yaml", "yaml")]
    texts[20:20] = [Text(seed, "seed.yaml", "yaml") for seed in seeds]
    together = [outcome for outcome, _ in examine(texts, setting)]
    assert together == [judge(*text[:3], setting, text.first_line) for text in texts]


def test_only_a_few_large_documents_are_judged_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is judged together is in memory together."""
    sizes: list[int] = []

    def counting(texts: list[Text], setting: Setting) -> list[tuple[Outcome, Case | None]]:
        sizes.append(sum(len(text.raw) for text in texts))
        return examine(texts, setting)

    paths = [str(tmp_path / f"{number}.yaml") for number in range(20)]
    for path in paths:
        Path(path).write_text(f"notes: {'x' * 100_000}\n", "utf-8")
    monkeypatch.setattr("formulary.validation.run.examine", counting)
    everything([*paths, str(tmp_path / "missing.yaml")], 1)
    assert sum(sizes) > 2_000_000
    assert max(sizes) < 250_000


def test_a_real_report_is_the_same_on_all_cores(many: list[str]) -> None:
    context = Context("0", "", (), colour=False, quiet=True)
    render = partial(render_all, tuple(FORMATS), context)
    assert everything(many, 2, render)[0] == everything(many, 1, render)[0]


def test_files_are_judged_in_the_order_given(many: list[str]) -> None:
    text, _ = everything(list(reversed(many[:30])), 1)
    names = list(dict.fromkeys(line.partition(".json:")[0] for line in text.splitlines()))
    assert names == sorted(names, reverse=True)


def test_work_comes_in_small_pieces_and_loses_nothing(many: list[str]) -> None:
    made = list(pieces(many))
    files = [path for piece in made for path in piece.files]
    assert files == [path for path in many if not path.endswith(".ndjson")]
    assert 2 < max(len(piece.files) for piece in made) <= 32
    lines = [number for piece in made for number, _ in piece.records if piece.stream.endswith("many.ndjson")]
    assert lines == list(range(1, 1501))
    assert sum(piece.new_file for piece in made) == 2
    assert all(
        sum(len(record) for _, record in piece.records if isinstance(record, bytes)) < 2**19 for piece in made
    )
    assert len([piece for piece in made if piece.records]) > 2


def test_an_empty_stream_and_a_missing_one_are_findings(tmp_path: Path) -> None:
    empty, missing = tmp_path / "empty.ndjson", tmp_path / "missing.ndjson"
    empty.write_text("\n \n", "utf-8")
    text, tally = everything([str(empty), str(missing)], 1)
    assert " FML003 " in text
    assert " FML001 " in text
    assert (tally.files, tally.errors) == (2, 2)


def test_a_stream_is_known_by_its_name_in_capitals_too(tmp_path: Path) -> None:
    """Found by trial: RECIPES.NDJSON was read as one YAML document."""
    path = tmp_path / "RECIPES.NDJSON"
    path.write_text(f"{recipe(1)}\n{recipe(2)}\n", "utf-8")
    text, tally = everything([str(path)], 1)
    assert tally.recipes == 2
    assert "FML003" not in text


def test_what_is_worth_many_processes(tmp_path: Path) -> None:
    stream = tmp_path / "a.ndjson"
    stream.write_bytes(b" " * (1 << 20))
    assert is_large([str(stream)])
    assert not is_large([str(tmp_path / "missing.ndjson")])
    assert is_large(["x.yaml"] * 48)
    assert not is_large(["x.yaml"] * 47)
    assert cores() >= 1


def test_the_choice_reaches_the_rules() -> None:
    paths = [str(path) for path in sorted(SEED.glob("teaching-*.yaml"))]
    chosen = CHOICE._replace(select=("FML305",))
    texts = [text for done in run(paths, chosen, in_words, 1) for (text,) in done.texts]
    assert len(texts) == 1
    assert "teaching-two-anesthetics" in texts[0]
