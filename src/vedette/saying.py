"""What the reports of a case say: the steps of claims, run on what a case holds and only on what is new.

``run`` and ``claims`` both come through here, so they agree.
"""

import json
from collections.abc import Mapping
from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc

from vedette import fields, flow, gazetteer, store, watch
from vedette.claims import extract, naming, parser
from vedette.steps import Step, answer

TAKES = ("reports", "claims", "decisions", "entities", "places", "sightings", "events", "exposures")
GIVES = ("copies", "mentions", "claims", "conflicts", "bearings")
BY_REPORT = ("mentions", "extract")


def of_case(case: store.Case, until: datetime | None = None) -> dict[str, pa.Table]:
    """Find what is said in a case, beside the events that its last run found; store it, and give it."""
    tables = {name: store.read(case, name) for name in TAKES}
    said = watch.read(case.watch)
    tables["places"] = gazetteer.beside(tables["places"], wanted=said.gazetteer)
    made = found(case, tables, flow.steps_of(said), until)
    keep(case, made)
    return {**tables, **made}


def found(
    case: store.Case, given: Mapping[str, pa.Table], steps: tuple[Step, ...], until: datetime | None
) -> dict[str, pa.Table]:
    """The tables that the steps of claims give; a report that was read before is not read again."""
    claims = given["claims"]
    tables = {**given, "claims": claims.filter(claims["rule"].is_null())}
    before = _before(case, given, steps)
    fresh = given["reports"]
    if before:
        fresh = fresh.filter(pc.invert(pc.is_in(fresh["report"], pa.array(sorted(before), pa.string()))))
    old = {"mentions": store.read(case, "mentions"), "claims": claims.filter(claims["rule"].is_valid())}
    for step in flow.of_phase(steps, "said"):
        asked = {name: tables.get(name, fields.empty(name)) for name in step.takes}
        if step.name in BY_REPORT:
            known = old[step.gives]
            kept = known.filter(pc.is_in(known["report"], pa.array(sorted(before), pa.string())))
            made = pa.concat_tables([kept, answer(step, {**asked, "reports": fresh}, until)])
        else:
            made = answer(step, asked, until)
        joins = step.gives in step.takes or step.gives not in tables
        tables[step.gives] = made if joins else pa.concat_tables([tables[step.gives], made])
    tables["stamp"] = pa.table({"stamp": [_stamp(given, steps)]})
    return {name: tables[name] for name in (*GIVES, "stamp") if name in tables}


def keep(case: store.Case, made: Mapping[str, pa.Table]) -> None:
    """Store what was found; claims that were added from files meanwhile stay."""
    for name in GIVES:
        rows = made[name]
        if name == "claims":
            now = store.read(case, "claims")
            late = pc.and_(
                now["rule"].is_null(), pc.invert(pc.is_in(now["claim"], rows["claim"].combine_chunks()))
            )
            rows = pa.concat_tables([rows, now.filter(late)])
        store.replace(case, name, rows.sort_by(rows.column_names[0]))
    if "stamp" in made:
        (case.path / "tables" / "READ").write_text(made["stamp"]["stamp"][0].as_py(), encoding="utf-8")


def _before(case: store.Case, given: Mapping[str, pa.Table], steps: tuple[Step, ...]) -> set[str]:
    """The reports that were read with the same rules, lists and places; none when those have changed."""
    try:
        said = json.loads((case.path / "tables" / "READ").read_text(encoding="utf-8"))
        return set(said["reports"]) if said["with"] == json.loads(_stamp(given, steps))["with"] else set()
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def _stamp(given: Mapping[str, pa.Table], steps: tuple[Step, ...]) -> str:
    """What bears on how a report is read, and which reports were read so."""
    book = naming.Book.of(given["entities"], given["places"])
    options = repr([step.options for step in steps if step.name in BY_REPORT])
    bears = [extract.RULE, parser.model_name(), options, naming.digest(book)]
    return json.dumps({"with": bears, "reports": sorted(set(given["reports"]["report"].to_pylist()))})
