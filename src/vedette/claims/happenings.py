"""What is said to have happened: a PLOVER class and our mode, from the words nearest the content's head."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from vedette.claims import vocabulary

# Verbs that only carry a noun which tells what happened: made a visit, held drills.
_LIGHT = vocabulary.words("happenings.light")
_CARRYING = frozenset(
    "move leave approach carry transport transit lift shuttle haul convoy spot cruise".split()
)
_MOVED = vocabulary.words("happenings.conveyances") | frozenset(vocabulary.things())
_FITTING = (
    frozenset("get hit list press arm test enter hand ship host fly seek demonstrate".split()) | _CARRYING
)
# Verbs of which what happened is the subject: a rally drew thousands, fighting broke out.
_HAPPENS = vocabulary.words("happenings.happens")
_GIVE = frozenset("AID COOPERATE".split())
_MOST = 80


class Happening(NamedTuple):
    """The class, the mode, and the word that told."""

    class_: str
    mode: str
    token: Any


def happening(root: Any, *, without: Any | None = None, most: int = 99) -> Happening | None:
    """The happening a clause tells of, the one nearest its head; None when no word of ours is near it."""
    best: tuple[int, int, Happening] | None = None
    for depth, token in _outward(root, without):
        found = _told_by(token)
        if found is None:
            continue
        weak = token.pos_ in ("NOUN", "PROPN") and depth > 0
        # A noun two steps down is what the clause is about only when its verb carries it.
        rank = (depth * 2 + (1 if weak else 0), token.i)
        if rank[0] > most:
            continue
        if best is None or rank < best[:2]:
            best = (*rank, found)
    return _refined(best[2]) if best else None


def _outward(root: Any, without: Any | None) -> Iterable[tuple[int, Any]]:
    """The words under a head with their depth; a light verb adds nothing to the depth of what it carries."""
    waiting = [(0, root)]
    seen = 0
    while waiting and seen < _MOST:
        depth, token = waiting.pop(0)
        seen += 1
        yield depth, token
        light = token.lemma_.lower() in _LIGHT
        for child in token.children:
            if child is without or child.dep_ in (
                "punct",
                "det",
                "aux",
                "neg",
                "mark",
                "cc",
                "nummod",
                "relcl",
                "appos",
            ):
                continue
            step = 1
            if child.dep_ == "nsubj" and token.lemma_.lower() in _HAPPENS:
                waiting.append((depth, child))
                continue
            if light and child.dep_ in ("dobj", "nsubjpass", "xcomp", "attr", "pobj", "acomp"):
                step = 0
            if child.dep_ in ("nsubj", "poss", "compound", "amod", "npadvmod"):
                step = 2
            if child.dep_ in ("advcl", "conj"):
                step = 2
            if child.dep_ == "prep":
                step = 1
            waiting.append((depth + step, child))


def _told_by(token: Any) -> Happening | None:
    by_verb, by_noun = vocabulary.happenings()
    lemma = token.lemma_.lower()
    if token.dep_ == "prep":  # given the weather
        return None
    if token.pos_ == "VERB" and (told := by_object(token, lemma)) is not None:
        return told
    if token.pos_ == "VERB":
        particle = next(
            (c.lower_ for c in token.children if c.dep_ in ("prt", "prep") and c.i == token.i + 1), None
        )
        found = (by_verb.get(f"{lemma} {particle}") if particle else None) or by_verb.get(lemma)
        if found and lemma in _FITTING and not _fits(token, lemma):
            return None
    elif token.pos_ in ("NOUN", "PROPN"):
        lower = token.lower_
        found = by_noun.get(lemma) or by_noun.get(lower)
        if (
            found
            and any(c.dep_ == "compound" and c.lower_ in ("arms", "weapons") for c in token.children)
            and lemma in ("deal", "trade")
        ):
            found = ("COOPERATE", "arms_trade")
    else:
        return None
    return Happening(*found, token) if found else None


_MARCHERS = frozenset(("demonstrator", "protester", "protestor", "rioter", "marcher", "picket", "striker"))
_WEAPONS_AT = frozenset(("at", "on", "into", "against", "toward", "towards"))


def by_object(token: Any, lemma: str) -> Happening | None:
    """What a verb tells of its object: sanctions are lifted or imposed, talks held or broken off."""
    if any(c.lemma_.lower() in _MARCHERS for c in token.children if c.dep_ in ("nsubj", "agent")):
        return Happening("PROTEST", "", token)
    if token.i > 1 and lemma in ("fire", "launch") and token.doc[token.i - 2].lower_ == "test":
        return Happening("MOBILIZE", "drill", token)
    known = vocabulary.objects().get(lemma)
    if known is None:
        return None
    objects = _objects(token)
    lemmas = {o.lemma_.lower() for o in objects}
    for class_, mode, things in known:
        if not lemmas & things:
            continue
        if class_ == "ASSAULT" and lemma in ("fire", "launch") and not _aimed(token, objects):
            return Happening("MOBILIZE", "drill", token)
        return Happening(class_, mode, token)
    return None


def _objects(token: Any) -> list[Any]:
    """What a verb is done to, or done with or out of: objects and what their small words bring."""
    found: list[Any] = []
    waiting = [(0, c) for c in token.children if c.dep_ in ("dobj", "nsubjpass", "prep", "prt", "advmod")]
    while waiting:
        depth, at = waiting.pop(0)
        if at.dep_ in ("dobj", "nsubjpass", "pobj", "conj"):
            found.append(at)
        if depth < 3:
            inner = ("pobj", "prep") if at.dep_ in ("prep", "prt", "advmod") else ("conj",)
            waiting += [(depth + 1, c) for c in at.children if c.dep_ in inner]
    return found


def _aimed(token: Any, objects: list[Any]) -> bool:
    return any(c.lower_ in _WEAPONS_AT for one in (token, *objects) for c in one.children)


def _fits(token: Any, lemma: str) -> bool:
    objects = [c for c in token.children if c.dep_ in ("dobj", "nsubjpass")]
    if lemma in ("arm", "ship", "list", "host", "test", "hit", "hand"):
        return bool(objects)
    if lemma == "get":
        return any(_kind(o) for o in objects)
    if lemma in _CARRYING:
        return any(c.lemma_.lower() in _MOVED for o in token.children for c in (o, *o.children))
    if lemma == "seek":
        return bool(objects)
    if lemma in ("fly", "demonstrate"):
        return not objects
    return lemma in ("enter", "press") and bool(objects)


def _kinds(token: Any) -> list[str]:
    """What is given or moved: in the objects of the verb, else beside the noun."""
    things = vocabulary.things()
    own = [
        c
        for c in token.children
        if c.dep_ in ("dobj", "nsubjpass", "compound", "amod", "dative") or c.lower_ in ("of", "with")
    ]
    found = [things[w.lower_] for o in own for w in list(o.subtree)[:_MOST] if w.lower_ in things]
    if not found and token.head is not token and token.dep_ in ("pobj", "dobj", "nsubjpass", "nsubj"):
        found = [things[w.lower_] for w in token.head.children if w.lower_ in things]
    for kind in ("nuclear", "tech"):  # nuclear weapons technology is that before it is arms
        if kind in found:
            return [kind, *found]
    return found


def _kind(token: Any) -> str | None:
    things = vocabulary.things()
    for word in (token, *token.subtree):
        if (kind := things.get(word.lower_) or things.get(word.lemma_.lower())) is not None:
            return kind
    return None


def _refined(found: Happening) -> Happening:
    """The class and mode again, now that what is given, drilled or listed is known."""
    class_, mode, token = found
    words = {w.lower_ for w in list(token.subtree)[:_MOST]}
    kinds = _kinds(token)
    joint = words & {"joint", "jointly", "together", "trilateral", "bilateral", "combined", "multinational"}
    if class_ == "MOBILIZE" and joint:
        return Happening("COOPERATE", "joint_drill", token)
    if class_ == "AID" and not mode:
        if kinds[:1] in (["tech"], ["nuclear"]):
            return Happening("COOPERATE", kinds[0], token)
        if kinds:
            return Happening("AID", kinds[0], token)
    if (
        class_ == "COOPERATE"
        and mode == "arms_trade"
        and "arms" not in kinds
        and token.lemma_ not in ("deal", "trade")
    ):
        return Happening("COOPERATE", kinds[0] + "_trade" if kinds else "trade", token)
    if (
        class_ == "MOVE"
        and kinds[:1] in (["troops"], ["arms"])
        and token.pos_ == "VERB"
        and token.lemma_ in ("move", "transport")
    ):
        return Happening("MOBILIZE", kinds[0], token)
    if class_ == "CONSULT" and token.lemma_ == "fly" and kinds:
        return Happening("AID", kinds[0], token)
    if class_ == "COOPERATE" and mode == "tech" and "tech" not in kinds:
        return Happening("COOPERATE", "", token)
    if class_ == "SANCTION" and not mode and words & {"veto"}:
        return Happening("SANCTION", "veto", token)
    if class_ == "MOBILIZE" and mode == "drill" and kinds[:1] == ["troops"]:
        return Happening("MOBILIZE", "troops", token)
    return found


# --- who gives what to whom -----------------------------------------------------------------------

_GIVING = vocabulary.words("happenings.giving")
_TAKING = vocabulary.words("happenings.taking")


def direction(token: Any) -> tuple[Any | None, Any | None]:
    """The words for who gives and who receives, as far as the verb's own arcs tell."""
    lemma = token.lemma_.lower()
    giver = receiver = None
    if lemma not in _GIVING and lemma not in _TAKING:
        return _of_noun(token)
    subject = _actor(token)
    for child in token.children:
        if child.dep_ in ("prep", "dative"):
            inner = next(
                (c for c in child.children if c.dep_ == "pobj"), child if child.dep_ == "dative" else None
            )
            if inner is None:
                continue
            if child.lower_ in ("to", "for") or child.dep_ == "dative":
                receiver = receiver or inner
            elif child.lower_ == "from":
                giver = giver or inner
            elif child.lower_ == "with":
                receiver = receiver or _provided(token, lemma)
        elif child.dep_ == "dobj" and receiver is None:
            if lemma in ("provide", "supply", "furnish") and any(c.lower_ == "with" for c in token.children):
                receiver = child
            else:
                giver, receiver = _through_object(child, giver, receiver)
    if lemma in _TAKING:
        return giver, receiver or subject
    return giver or subject, receiver


def _provided(token: Any, lemma: str) -> Any | None:
    if lemma in ("provide", "supply", "furnish"):
        return next((c for c in token.children if c.dep_ == "dobj"), None)
    return None


def _through_object(child: Any, giver: Any | None, receiver: Any | None) -> tuple[Any | None, Any | None]:
    """A prepositional phrase hung on the object: ``shells from Pyongyang``, ``technology to the North``."""
    waiting = [child]
    while waiting:
        token = waiting.pop()
        for prep in token.children:
            if prep.dep_ == "conj":
                waiting.append(prep)
            if prep.dep_ != "prep":
                continue
            inner = next((c for c in prep.children if c.dep_ == "pobj"), None)
            if inner is not None and prep.lower_ == "from":
                giver = giver or inner
            elif inner is not None and prep.lower_ == "to":
                receiver = receiver or inner
    return giver, receiver


def _actor(token: Any) -> Any | None:
    at = token
    for _ in range(5):
        for child in at.children:
            if child.dep_ == "nsubj":
                return at.head if child.lower_ in ("who", "which", "that") and at.dep_ == "relcl" else child
            if child.dep_ == "agent":
                return next((c for c in child.children if c.dep_ == "pobj"), None)
        if at.dep_ in ("xcomp", "conj", "advcl", "pcomp", "prep", "ccomp", "acomp") and at.head is not at:
            at = at.head
        elif at.dep_ == "acl":
            return next((c for c in at.head.children if c.dep_ == "poss"), None)
        else:
            return None
    return None


def _of_noun(token: Any) -> tuple[Any | None, Any | None]:
    """``deliveries of shells from Pyongyang to Moscow``, ``Pyongyang's shipments to Moscow``."""
    if token.pos_ != "NOUN":
        return None, None
    giver = next((c for c in token.children if c.dep_ in ("poss",)), None)
    giver, receiver = _through_object(token, giver, None)
    for inner in (
        o
        for p in token.children
        if p.dep_ == "prep" and p.lower_ == "of"
        for o in p.children
        if o.dep_ == "pobj"
    ):
        giver, receiver = _through_object(inner, giver, receiver)
    return giver, receiver


def asked_for(cue: Any) -> Happening | None:
    """What would be given if a request were met: ``requested technology from Moscow`` is of technology."""
    kinds = _kinds(cue)
    if not kinds or not any(c.dep_ == "dobj" for c in cue.children):
        return None
    return Happening("COOPERATE" if kinds[0] in ("tech", "nuclear") else "AID", kinds[0], cue)
