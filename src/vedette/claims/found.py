"""What extraction finds in one sentence, whether by grammar or by words alone."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Found:
    """One claim in a sentence; offsets are characters of the sentence, ``stop`` one past the last.

    A ``cue`` of None is the publisher's own word: nobody is named as saying it. ``head`` is the word on
    which the content hangs, for what looks further.
    """

    cue: str | None
    cue_at: tuple[int, int] | None
    kind: str
    lemma: str
    speaker: str | None
    speaker_at: tuple[int, int] | None
    inferred: bool
    content_at: tuple[int, int]
    polarity: str
    modality: str
    event: tuple[str, str] | None = None
    about: tuple[str, str] | None = None
    giver: str | None = None
    receiver: str | None = None
    unlikely: bool = False
