"""FollowTheMoney (JSON lines): list entries and what ties them, as other tools of the trade read them.

Each entry gives its entity, and a Sanction for each programme; each owner an Ownership, each other link an
UnknownLink with its role. The same entry of two editions of a list gives lines of one id, which readers of
the format merge. Ids are made from the facts and stay from one export to the next.
"""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import pyarrow as pa

from vedette.kernels.countries import country
from vedette.kernels.ids import stable_id
from vedette.kernels.listing import DESIGNATED, standing
from vedette.outputs.ftm_links import NAMED, OWNERS, Linked, linked
from vedette.outputs.output import Output, Rows, Target, batches, opened
from vedette.outputs.shapes import Row

SCHEMAS = {"vessel": "Vessel", "organisation": "Organization", "person": "Person", "aircraft": "Airplane"}
_ALLOWED = re.compile(r"[0-9A-Za-z]([0-9A-Za-z.\-]*[0-9A-Za-z])?")
_OF_A_VESSEL = (
    ("imo", "imoNumber"),
    ("mmsi", "mmsi"),
    ("call_sign", "callSign"),
    ("vessel_type", "type"),
    ("tonnage", "grossRegisteredTonnage"),
    ("deadweight", "deadweightTonnage"),
    ("built", "buildDate"),
)
_NUMBERS = {
    "lei": "leiCode",
    "inn": "innCode",
    "ogrn": "ogrnCode",
    "tax": "taxNumber",
    "reg": "registrationNumber",
    "swift": "swiftBic",
}
# Numbers by which a register of companies knows one, so that it can be owned.
_COMPANYS = ("lei", "inn", "ogrn", "reg", "swift")


def write(table: str, rows: Rows, target: Target, beside: pa.Table | None = None) -> None:
    """Write the entities, their sanctions and, with the links ``beside`` them, what ties them; one a line."""
    _, parts = batches(table, rows)
    ties = linked(beside)
    with opened(target) as stream:
        for part in parts:
            for row in part.to_pylist():
                for entity in (_entity(row, ties), *_sanctions(row)):
                    stream.write(_line(entity))
        for tie in ties.rows:
            for entity in _tie(tie):
                stream.write(_line(entity))


def _line(entity: Mapping[str, Any]) -> bytes:
    return (json.dumps(entity, ensure_ascii=True, sort_keys=True) + "\n").encode()


def _entity(row: Row, ties: Linked) -> dict[str, Any]:
    schema = SCHEMAS.get(row.get("kind") or "", "LegalEntity")
    if schema == "Organization" and _is_company(row, ties):
        schema = "Company"
    names = [name for name in row.get("names") or () if name]
    held: dict[str, list[str]] = {"name": names[:1], "alias": names[1:]}
    for key, said in ties.names.get(row["entity"], {}).items():
        held[key] = list(dict.fromkeys([*held.get(key, []), *said]))
    if schema == "Vessel":
        held |= {theirs: _values(row.get(ours)) for ours, theirs in _OF_A_VESSEL}
        held["flag"] = _countries([row.get("flag")])
        held["pastFlags"] = _countries(row.get("former_flags"))
    elif schema == "Person":
        held["nationality"] = _countries(row.get("countries"))
        held["birthDate"] = [one for one in row.get("born") or () if re.fullmatch(r"\d{4}(-\d\d){0,2}", one)]
    else:
        held["country"] = _countries(row.get("countries"))
        for one in row.get("ids") or ():
            scheme, _, number = one.partition(":")
            if scheme in _NUMBERS and number:
                held.setdefault(_NUMBERS[scheme], []).append(number)
    if schema in ("Organization", "Company"):
        held["imoNumber"] = _values(row.get("imo"))
    if standing(row.get("programmes"), row.get("list")) == DESIGNATED:
        held["topics"] = ["sanction"]
    return _object(_id(row["entity"]), schema, held)


def _is_company(row: Row, ties: Linked) -> bool:
    """True for an organisation that can be owned: one that a register of companies or ships' owners knows."""
    schemes = {str(one).partition(":")[0] for one in row.get("ids") or ()}
    return bool(row.get("imo")) or bool(schemes & set(_COMPANYS)) or row["entity"] in ties.owned


def _id(entity: str) -> str:
    """The id as the format allows it: letters, digits, points and hyphens."""
    plain = entity.replace(":", "-")
    return plain if _ALLOWED.fullmatch(plain) else stable_id("entity", entity)


def _sanctions(row: Row) -> list[dict[str, Any]]:
    if standing(row.get("programmes"), row.get("list")) != DESIGNATED:
        return []
    gone = row.get("until")
    return [
        _object(
            stable_id("sanction", row["entity"], row.get("list"), programme),
            "Sanction",
            {
                "entity": [_id(row["entity"])],
                "program": [programme],
                "authorityId": _values(row.get("list")),
                "listingDate": _values(row.get("listed_on")),
                "status": [f"not in the edition of {gone:%Y-%m-%d}"] if gone else [],
            },
        )
        for programme in row.get("programmes") or ()
        if programme
    ]


def _tie(row: Row) -> Iterable[dict[str, Any]]:
    """A link as the format has it, after the party itself when the list gives nothing but a name."""
    of, to = _id(row["from"]), row["to"]
    if to.startswith(NAMED):
        name = to.removeprefix(NAMED)
        party = stable_id("party", row["list"], name)
        yield _object(party, "LegalEntity", {"name": [name]})
    else:
        party = _id(to)
    owns = row["role"] in OWNERS
    ends = {"owner": [party], "asset": [of]} if owns else {"subject": [party], "object": [of]}
    share = row["share"]
    yield _object(
        stable_id("tie", row["from"], to, row["role"], row["list"]),
        "Ownership" if owns else "UnknownLink",
        {
            **ends,
            "role": [row["role"]],
            "percentage": [f"{share * 100:g}"] if owns and share is not None else [],
            "startDate": _values(row["start"]),
            "endDate": _values(row["end"]),
            "publisher": _values(row["list"]),
            "status": [f"not in the edition of {row['until']:%Y-%m-%d}"] if row["until"] else [],
        },
    )


def _object(name: str, schema: str, held: Mapping[str, list[str]]) -> dict[str, Any]:
    return {"id": name, "schema": schema, "properties": {key: said for key, said in held.items() if said}}


def _countries(written: Iterable[str | None] | None) -> list[str]:
    """The codes of countries; the format knows no other words for one, so what is none is left out."""
    found = (country(one) for one in written or ())
    return list(dict.fromkeys(code.lower() for code in found if code))


def _values(value: object) -> list[str]:
    if value is None:
        return []
    if isinstance(value, datetime):
        return [value.date().isoformat()]
    return [f"{value:.12g}" if isinstance(value, float) else str(value)]


OUTPUT = Output("ftm", ".ftm.jsonl", ("entities",), write, beside="links")
