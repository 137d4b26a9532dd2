"""What the shipped policy for European cosmetics bounds: preservatives by annex V, vitamins by precedent."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
import yaml
from support import codes, errors, formula

from formulary.catalogue.load import shipped
from formulary.validation.judge import judge
from formulary.validation.setting import Setting

SEED = Path(__file__).resolve().parents[2] / "seed"
ACID = Fraction("138.122")  # g/mol of 4-hydroxybenzoic acid
PRESERVATIVES = {
    # the largest amount in 100 mL, in mg, of what annex V states in percent, some of it as the acid
    "phenoxyethanol": Fraction(1000),
    "chlorobutanol": Fraction(500),
    "benzalkonium-chloride": Fraction(100),
    "sodium-benzoate": 500 * Fraction("144.105") / Fraction("122.123"),
    "potassium-sorbate": 600 * Fraction("150.218") / Fraction("112.128"),
    "methylparaben": 400 * Fraction("152.149") / ACID,
    "propylparaben": 140 * Fraction("180.203") / ACID,
}
PRECEDENTS = {
    "dexpanthenol": 5300,
    "nicotinamide": 3000,
    "ascorbic-acid": 20_000,
    "biotin": 600,
    "cyanocobalamin": 70,
    "acetylcysteine": 9000,
    "arginine-hydrochloride": 5000,
    "hydroxyproline": 2000,
    "sodium-hyaluronate": 2000,
}


def _found(parts: dict[str, Fraction], rule: str, density: str = "1.00 g/mL") -> bool:
    """Whether a watery mixture of 100 mL with these amounts in mg exceeds a limit."""
    lines = [
        f"ingredient: {name}, dry: true, amount: {round(float(amount), 3)} mg"
        for name, amount in parts.items()
    ]
    lines.append("product: sterile-water-for-injection, qs: true")
    text = formula(
        "\n".join(lines), "100 mL", indication="skin-dullness", route="transdermal", density=density
    )
    setting = Setting(shipped(), shipped().policy("eu-cosmetics"))
    return rule in codes(judge(text.encode(), "x.yaml", "yaml", setting))


@pytest.mark.parametrize("name", PRESERVATIVES)
def test_a_preservative_keeps_to_annex_v(name: str) -> None:
    most = PRESERVATIVES[name]
    assert not _found({name: most * Fraction(99, 100)}, "FML301")
    assert _found({name: most * Fraction(101, 100)}, "FML301")


def test_both_parabens_at_their_own_limits_keep_to_the_sum() -> None:
    both = {name: PRESERVATIVES[name] * Fraction(99, 100) for name in ("methylparaben", "propylparaben")}
    assert not _found(both, "FML301")


@pytest.mark.parametrize("name", PRECEDENTS)
def test_what_has_a_precedent_only_warns_above_it(name: str) -> None:
    assert not _found({name: Fraction(PRECEDENTS[name])}, "FML302")
    assert _found({name: PRECEDENTS[name] * Fraction(101, 100)}, "FML302")
    assert not _found({name: PRECEDENTS[name] * Fraction(101, 100)}, "FML301")


def test_percent_by_weight_follows_the_density() -> None:
    amount = {"nicotinamide": Fraction(3100)}
    assert _found(amount, "FML302")
    assert not _found(amount, "FML302", density="1.04 g/mL")


def test_a_limit_by_weight_asks_for_the_density() -> None:
    text = formula(
        "ingredient: nicotinamide, dry: true, amount: 1 mg\nproduct: sterile-water-for-injection, qs: true",
        indication="skin-dullness",
        route="transdermal",
    )
    outcome = judge(text.encode(), "x.yaml", "yaml", Setting(shipped(), shipped().policy("eu-cosmetics")))
    assert errors(outcome) == {"FML404"}
    (found,) = [one.finding for one in outcome.reported if one.finding.code == "FML404"]
    assert found.help.startswith("Weigh a measured volume")


def test_every_limit_says_that_it_is_of_the_skin_or_of_the_regulation() -> None:
    """No figure of this policy may be taken for one of an injection."""
    policy = yaml.safe_load((SEED / "policies" / "eu-cosmetics.yaml").read_text("utf-8"))
    for row in policy["limits"]:
        assert row["route"] == "transdermal"
        assert "w/w" in (row.get("hard") or row.get("soft"))
        if "hard" not in row and not row["note"].startswith("Annex"):
            assert "injection" in row["note"], row
        if "hard" in row:
            assert row["evidence"] == "regulation"
            assert row["note"].startswith("Annex"), row


def test_what_mixes_for_the_skin_at_once_is_used_within_four_hours() -> None:
    text = formula(
        "ingredient: nicotinamide, dry: true, amount: 1 mg\nproduct: sterile-water-for-injection, qs: true",
        more="preparation: {setting: immediate-use, beyond_use: 5 h}",
        indication="skin-dullness",
        route="transdermal",
        density="1.00 g/mL",
    )
    outcome = judge(text.encode(), "x.yaml", "yaml", Setting(shipped(), shipped().policy("eu-cosmetics")))
    assert "FML704" in errors(outcome)
