"""vedette: early warning of illicit arms transfers and sanctions evasion.

The public names: the tables and what gives them their shape, and what a step and a source are. Everything
else may move. Importing this needs only pyarrow and numpy.
"""

from vedette.errors import CaseError, MissingExtra, SchemaError, SourceError, VedetteError, WatchError
from vedette.fields import TABLES, conform, empty, from_rows, schema
from vedette.steps import Batch, Opened, Reading, Source, Step

__version__ = "0.1.0"

__all__ = [
    "TABLES",
    "Batch",
    "CaseError",
    "MissingExtra",
    "Opened",
    "Reading",
    "SchemaError",
    "Source",
    "SourceError",
    "Step",
    "VedetteError",
    "WatchError",
    "__version__",
    "conform",
    "empty",
    "from_rows",
    "schema",
]
