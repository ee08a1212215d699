"""vedette: early warning of illicit arms transfers and sanctions evasion."""

__version__ = "0.1.0"
