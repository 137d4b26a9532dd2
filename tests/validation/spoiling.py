"""Valid recipes, and the single slips that spoil them: of the keyboard, of units, of a decimal point."""

from __future__ import annotations

import copy
import re
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from formulary.catalogue.load import shipped

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

RECIPES = Path(__file__).resolve().parents[2] / "seed" / "recipes"
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")

Data = dict[str, Any]


def written(data: Data) -> str:
    """A recipe as YAML."""
    return str(yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=200))


def varied(data: Data, number: int, chance: random.Random) -> Data:
    """Another valid recipe: the batch larger by a factor, the components in another order."""
    made = copy.deepcopy(data)
    made["id"] = f"{made['id'][:50]}-{number}"
    factor = chance.choice((1, 1, 2, 3))
    made["volume"] = _times(made["volume"], factor)
    for part in made["components"]:
        for key in ("volume", "amount"):
            if key in part:
                part[key] = _times(part[key], factor)
        if "volume" in part and chance.random() < 0.3:
            part.update(_by_ingredient(part))
            if "ingredient" in part:
                part.pop("product", None)
    chance.shuffle(made["components"])
    given = made.get("administration", {})
    if "volume_per_session" not in given:
        made["administration"] = {**given, "volume_per_session": data["volume"]}
    return made


def _by_ingredient(part: Data) -> Data:
    """A stock named by its one substance and its strength, if it is that simple."""
    resolved = shipped().resolve(part.get("product", ""), "products")
    contents = shipped().product(resolved.id).contents if resolved and "product" in part else ()
    (one,) = contents if len(contents) == 1 else (None,)
    if one is None or one.basis or one.kind != "mass" or "/mL" not in one.text:
        return {}
    return {"ingredient": one.ingredient, "strength": one.text}


def _times(text: str, factor: int | str) -> str:
    number = _NUMBER.match(text)
    assert number
    return f"{(Decimal(number[0]) * Decimal(factor)).normalize():f}{text[number.end() :]}"


# Each slip changes the data, or returns the text itself; None where the recipe has no place for it.


def _stocked(data: Data) -> list[Data]:
    return [part for part in data["components"] if "qs" not in part]


def _named(part: Data) -> str:
    return "product" if "product" in part else "ingredient"


def misspelt_name(data: Data, chance: random.Random) -> str | None:
    part = chance.choice(data["components"])
    name = part[_named(part)]
    at = chance.randrange(1, len(name) - 1)
    part[_named(part)] = name[:at] + name[at + 1 :]
    return written(data)


def unknown_name(data: Data, chance: random.Random) -> str | None:
    part = chance.choice(data["components"])
    part[_named(part)] = "my own secret mix"
    return written(data)


def misspelt_required_key(data: Data, chance: random.Random) -> str | None:
    key = chance.choice(("title", "indication", "route", "volume", "components"))
    return written({f"{key[:2]}{key[3:]}" if k == key else k: value for k, value in data.items()})


def misspelt_optional_key(data: Data, chance: random.Random) -> str | None:
    given = data.get("administration")
    if not given:
        return None
    key = chance.choice(sorted(given))
    data["administration"] = {f"{k[:-1]}" if k == key else k: value for k, value in given.items()}
    return written(data)


def misspelt_component_key(data: Data, chance: random.Random) -> str | None:
    part = chance.choice(_stocked(data))
    key = chance.choice(sorted(part))
    number = data["components"].index(part)
    data["components"][number] = {f"{k}s" if k == key else k: value for k, value in part.items()}
    return written(data)


def missing_field(data: Data, chance: random.Random) -> str | None:
    del data[chance.choice(("title", "indication", "route", "volume", "components", "id"))]
    return written(data)


def missing_amount(data: Data, chance: random.Random) -> str | None:
    part = chance.choice(_stocked(data))
    for key in ("volume", "amount", "concentration"):
        part.pop(key, None)
    return written(data)


def _quantity(data: Data, chance: random.Random) -> tuple[Data, str]:
    places = [
        (part, key)
        for part in _stocked(data)
        for key in ("volume", "amount", "strength", "concentration")
        if key in part
    ]
    return chance.choice(places)


def decimal_comma(data: Data, chance: random.Random) -> str | None:
    part, key = _quantity(data, chance)
    unit = part[key].partition(" ")[2]
    part[key] = f"1,5 {unit}"
    return written(data)


def no_leading_zero(data: Data, chance: random.Random) -> str | None:
    part, key = _quantity(data, chance)
    part[key] = f".5 {part[key].partition(' ')[2]}"
    return written(data)


def no_unit(data: Data, chance: random.Random) -> str | None:
    part, key = _quantity(data, chance)
    part[key] = part[key].partition(" ")[0]
    return written(data)


def wrong_case(data: Data, chance: random.Random) -> str | None:
    part, key = _quantity(data, chance)
    part[key] = part[key].replace("mL", "ML").replace("mg", "Mg")
    return written(data)


def wrong_kind(data: Data, chance: random.Random) -> str | None:
    places = [part for part in _stocked(data) if part.get("volume", "").endswith(" mL")]
    if not places:
        return None
    part = chance.choice(places)
    part["volume"] = part["volume"].replace(" mL", " mg")
    return written(data)


def tenfold_volume(data: Data, chance: random.Random) -> str | None:
    places = [part for part in _stocked(data) if "volume" in part]
    if not places:
        return None
    part = chance.choice(places)
    part["volume"] = _times(part["volume"], 10)
    return written(data)


def tenth_of_the_batch(data: Data, _: random.Random) -> str | None:
    data["volume"] = _times(data["volume"], "0.1")
    return written(data)


def thousandfold_amount(data: Data, chance: random.Random) -> str | None:
    places = [part for part in _stocked(data) if " mg" in part.get("amount", "")]
    if not places:
        return None
    part = chance.choice(places)
    part["amount"] = part["amount"].replace(" mg", " g")
    return written(data)


def tenfold_strength(data: Data, chance: random.Random) -> str | None:
    places = [part for part in _stocked(data) if "strength" in part]
    if not places:
        return None
    part = chance.choice(places)
    part["strength"] = _times(part["strength"], 10)
    return written(data)


def repeated_component(data: Data, chance: random.Random) -> str | None:
    if not any("qs" in part for part in data["components"]):
        return None
    data["components"].append(dict(chance.choice(_stocked(data))))
    return written(data)


def two_fillers(data: Data, _: random.Random) -> str | None:
    if not any("qs" in part for part in data["components"]):
        return None
    data["components"].append({"product": "sterile-water-for-injection", "qs": True})
    return written(data)


def left_out_component(data: Data, chance: random.Random) -> str | None:
    if len(data["components"]) < 3:
        return None
    data["components"].remove(chance.choice(_stocked(data)))
    return written(data)


def not_a_choice(data: Data, chance: random.Random) -> str | None:
    data["route"] = chance.choice(("intradermic", "ID", "sub-cutaneous", "oral"))
    return written(data)


def wrong_site(data: Data, _: random.Random) -> str | None:
    data["site"] = "kneecap"
    return written(data)


def wrong_indication(data: Data, _: random.Random) -> str | None:
    data["indication"] = data["indication"][:-1]
    return written(data)


def wrong_type(data: Data, chance: random.Random) -> str | None:
    key = chance.choice(("title", "volume", "components"))
    data[key] = 10
    return written(data)


def _administered(key: str, change: Callable[[Any], Any]) -> Callable[[Data, random.Random], str | None]:
    def slip(data: Data, _: random.Random) -> str | None:
        given = data.get("administration", {})
        if key not in given:
            return None
        given[key] = change(given[key])
        return written(data)

    slip.__name__ = f"wrong_{key}"
    return slip


def longer_needle(data: Data, _: random.Random) -> str | None:
    needle = data.get("administration", {}).get("needle")
    if not needle:
        return None
    needle["length"] = _times(needle["length"], 10)
    return written(data)


def longer_use(data: Data, _: random.Random) -> str | None:
    made = data.get("preparation")
    if not made:
        return None
    made["beyond_use"] = "4 days"
    return written(data)


def missing_record(data: Data, chance: random.Random) -> str | None:
    made = data.get("preparation")
    if not made:
        return None
    del made[chance.choice(sorted(made))]
    return written(data)


def key_twice(data: Data, _: random.Random) -> str | None:
    return written(data).replace("title:", f"route: {data['route']}\ntitle:", 1)


def no_colon(data: Data, chance: random.Random) -> str | None:
    key = chance.choice(("title", "route", "volume"))
    return re.sub(rf"^{key}: ", f"{key} ", written(data), count=1, flags=re.MULTILINE)


def a_tab(data: Data, _: random.Random) -> str | None:
    return written(data).replace("\nroute:", "\n\troute:", 1)


def hidden_character(data: Data, _: random.Random) -> str | None:
    return written(data).replace("route: ", "route: \u200b", 1)


def look_alike(data: Data, _: random.Random) -> str | None:
    part = data["components"][0]
    part[_named(part)] = part[_named(part)].replace("o", "\u043e", 1).replace("e", "\u0435", 1)
    return written(data)


def not_closed(data: Data, _: random.Random) -> str | None:
    return written(data).replace("title: ", 'title: "', 1)


SLIPS: tuple[Callable[[Data, random.Random], str | None], ...] = (
    *(misspelt_name, unknown_name, misspelt_required_key, misspelt_optional_key, misspelt_component_key),
    *(missing_field, missing_amount, decimal_comma, no_leading_zero, no_unit, wrong_case, wrong_kind),
    *(tenfold_volume, tenth_of_the_batch, thousandfold_amount, tenfold_strength, repeated_component),
    *(two_fillers, left_out_component, not_a_choice, wrong_site, wrong_indication, wrong_type),
    _administered("patient_weight", lambda text: _times(text, "0.1")),
    _administered("points", lambda count: count * 10),
    _administered("sessions", lambda count: count * 10),
    _administered("volume_per_session", lambda text: _times(text, 10)),
    _administered("interval", lambda _: "1 day"),
    *(longer_needle, longer_use, missing_record, key_twice, no_colon, a_tab, hidden_character, look_alike),
    not_closed,
)
