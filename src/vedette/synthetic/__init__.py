"""A sea that never was: ships with known truth, for the demonstration, tests and benchmarks.

Every row says so: its source begins ``synthetic:``, its ships are named SYNTHETIC, and their numbers begin
with digits that no state has.
"""

from vedette.synthetic.bulk import busy_sea
from vedette.synthetic.labelled import LABELS, Labelled, LabelledSea, labelled_sea
from vedette.synthetic.made import TRUTH, Made, sea, write, write_csv, write_truth
from vedette.synthetic.plan import Fleet, Outage, Phase, Place, Sea, Station, from_toml, read
from vedette.synthetic.strangers import Strangers, strange_sea

__all__ = [
    "LABELS",
    "TRUTH",
    "Fleet",
    "Labelled",
    "LabelledSea",
    "Made",
    "Outage",
    "Phase",
    "Place",
    "Sea",
    "Station",
    "Strangers",
    "busy_sea",
    "from_toml",
    "labelled_sea",
    "read",
    "sea",
    "strange_sea",
    "write",
    "write_csv",
    "write_truth",
]
