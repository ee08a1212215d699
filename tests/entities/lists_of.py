"""A small world of lists, with what the real ones say of some ships."""

from datetime import datetime

import pyarrow as pa

from vedette import fields

DAY = datetime(2024, 5, 3)


def entity(
    entity: str, kind: str = "vessel", names: tuple[str, ...] = (), **more: object
) -> dict[str, object]:
    name, _, _ = entity.rpartition(":")
    return {
        "entity": entity, "kind": kind, "names": list(names), "list": name, "list_date": DAY,
        "source": "lists/test", "record": f"f00:{abs(hash(entity)) % 1000}", **more,
    }  # fmt: skip


def alias(entity: str, name: str, role: str = "alias", **more: object) -> dict[str, object]:
    return {
        "from": entity, "to": f"name:{name}", "role": role, "detail": name,
        "list": entity.rpartition(":")[0], "list_date": DAY, "source": "lists/test", **more,
    }  # fmt: skip


ENTITIES = [
    entity("ofac-sdn:46773", names=("MARIA",), imo=8517839, call_sign="UBRH7", flag="Russia"),
    entity("ofac-sdn:23169", names=("RUNG RA 2",), imo=9020534, flag="Democratic People's Republic of Korea"),
    entity("eu:5001", names=("RUNG RA 2",), imo=9020534),
    entity("uk:DPR0263", names=("PAEK YANG SAN 1",), imo=9020534),
    entity("ofac-sdn:37059", names=("ANGARA",), imo=9179842, flag="Russia"),
    entity("ofac-sdn:37028", names=("SPARTA III",), imo=9538892, mmsi=273396130, flag="Russia"),
    entity("ofac-sdn:37029", names=("SPARTA IV",), imo=9743033, flag="Russia"),
    entity("ofac-sdn:37027", names=("SPARTA",), imo=9268710, flag="Russia"),
    entity("ofac-sdn:36700", "organisation", ("OBORONLOGISTIKA OOO",), imo=5342883),
    entity("ofac-sdn:20000", "person", ("KIM, Jong Un",)),
    entity("ofac-sdn:2676", "person", ("HUSSEIN, Mohammed Ali",)),
]
LINKS = [
    alias("ofac-sdn:23169", "PAEK YANG SAN 1", "former name"),
    alias("ofac-sdn:37059", "ENISEY", "weak alias"),
]


def entities(*more: dict[str, object], only: bool = False) -> pa.Table:
    return fields.from_rows([*([] if only else ENTITIES), *more], "entities")


def links(*more: dict[str, object]) -> pa.Table:
    return fields.from_rows([*LINKS, *more], "links")
