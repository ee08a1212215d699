import json

import pytest

from tests.worlds import at, place, places, table
from vedette.events.call_chain import CallChain, call_chains

DAY = 24.0
SEA = places(
    place("dunai", 42.9, 132.4),
    place("vostochny", 42.75, 133.08, role=None),
    place("rajin", 42.23, 130.3),
    place("rajin-roads", 42.2, 130.35, role=None),
    place("busan", 35.1, 129.1, role=None),
)
CHAINS = CallChain(corridors=(("oil", ("dunai",), ("rajin",)),))


def called(*stops, ship="imo:1"):
    """Calls of a ship, half a day each, at (day, place)."""
    return table(
        "events",
        *(
            {
                "event": f"{ship}-{day}-{where}",
                "kind": "port_call",
                "ship": ship,
                "place": where,
                "start": at(day * DAY),
                "end": at((day + 0.5) * DAY),
                "known": at(day * DAY + 3),
                "confidence": 4.0 if where != "rajin" else 2.0,
                "details": json.dumps({"place_name": where.title()}),
                "source": "synthetic:x" if where == "busan" else "ais",
                "rule": "port_call/1",
            }
            for day, where in stops
        ),
    )


def chains(events, options=CHAINS):
    found = call_chains(events, SEA, options)
    assert found.slice(0, len(events)).equals(events)
    return found.slice(len(events)).to_pylist()


@pytest.mark.redflag("RF10")
def test_a_voyage_by_way_of_another_port_is_a_chain_that_names_every_call():
    (chain,) = chains(called((0, "dunai"), (2, "vostochny"), (5, "rajin")))

    assert chain["because"] == ["imo:1-0-dunai", "imo:1-2-vostochny", "imo:1-5-rajin"]
    assert (chain["kind"], chain["place"], chain["start"], chain["end"]) == (
        "call_chain",
        "rajin",
        at(0),
        at(5 * DAY),
    )
    assert chain["known"] == at(5 * DAY + 3)
    assert chain["confidence"] == 2.0
    said = json.loads(chain["details"])
    assert (said["from"], said["by_way_of"], said["days"], said["corridor"]) == (
        "Dunai",
        ["Vostochny"],
        4.5,
        "oil",
    )


@pytest.mark.parametrize(
    "stops",
    [
        ((0, "dunai"), (5, "rajin")),
        ((0, "dunai"), (4, "rajin-roads"), (5, "rajin")),
        ((0, "rajin"), (2, "vostochny"), (5, "dunai")),
        ((0, "dunai"), (2, "vostochny"), (30, "rajin")),
        ((0, "dunai"), (30, "vostochny"), (32, "rajin")),
        ((0, "vostochny"), (5, "rajin")),
        ((0, "dunai"), (1, "busan"), (2, "vostochny"), (3, "busan"), (4, "vostochny"), (5, "rajin")),
    ],
    ids=["direct", "roads are no stop", "the other way", "late", "late leg", "from elsewhere", "a liner"],
)
def test_what_is_no_indirect_voyage(stops):
    assert chains(called(*stops)) == []


def test_a_call_at_either_end_breaks_it():
    (chain,) = chains(
        called(
            (0, "dunai"),
            (2, "busan"),
            (4, "dunai"),
            (6, "vostochny"),
            (8, "rajin"),
            (9, "busan"),
            (10, "rajin"),
        )
    )

    assert chain["because"][0] == "imo:1-4-dunai"
    assert chain["because"][-1] == "imo:1-8-rajin"


def test_two_ships_make_no_chain_together():
    one, other = called((0, "dunai"), (2, "busan")), called((5, "rajin"), ship="imo:2")

    assert call_chains(table("events", *one.to_pylist(), *other.to_pylist()), SEA, CHAINS).num_rows == 3


def test_what_rests_on_a_made_up_call_says_so():
    (chain,) = chains(called((0, "dunai"), (2, "busan"), (5, "rajin")))

    assert chain["source"].startswith("synthetic:")


def test_without_a_corridor_nothing_is_asked():
    assert chains(called((0, "dunai"), (2, "busan"), (5, "rajin")), CallChain()) == []
