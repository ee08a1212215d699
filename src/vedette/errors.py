"""What vedette raises on purpose: what was wanted, what was there, where, and what to do."""


class VedetteError(Exception):
    """The user can put this right; the message says how."""


class SchemaError(VedetteError):
    """A table lacks what its contract in ``vedette.fields`` asks for."""


class SourceError(VedetteError):
    """A file cannot be read as what it was taken for."""

    def __init__(self, reason: str, *, file: str = "", line: int | None = None, hint: str = "") -> None:
        """Say the reason first, then where, then what to do."""
        self.reason, self.file, self.line, self.hint = reason, file, line, hint
        where = f"{file}:{line}: " if file and line else f"{file}: " if file else ""
        super().__init__(f"{where}{reason}" + (f"\nHint: {hint}" if hint else ""))


class CaseError(VedetteError):
    """A case folder is missing, is not one, or holds what this version cannot read."""


class WatchError(VedetteError):
    """A ``watch.toml`` asks for something that does not exist."""


class MissingExtra(VedetteError):  # noqa: N818 - it names what is missing, not what went wrong
    """An optional package is needed for this and is not installed."""


class EngineError(VedetteError):
    """An engine cannot be had, or could not do its work."""
