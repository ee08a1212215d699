"""Flags as lists and registers write them, as ISO 3166 alpha-2 codes."""

import re

_NAMES = """
AE: united arab emirates, uae
AG: antigua and barbuda, antigua
AZ: azerbaijan
BB: barbados
BE: belgium
BG: bulgaria
BJ: benin
BO: bolivia, bolivia plurinational state of
BS: bahamas, the bahamas
BY: belarus
BZ: belize
CK: cook islands
CM: cameroon
CN: china, peoples republic of china, prc
CU: cuba
CW: curacao
CY: cyprus
DE: germany
DJ: djibouti
DK: denmark
DM: dominica
EG: egypt
ES: spain
FR: france
GA: gabon
GB: united kingdom, uk, great britain
GH: ghana
GM: gambia, the gambia
GN: guinea
GQ: equatorial guinea
GR: greece
GW: guinea bissau
GY: guyana
HK: hong kong, hong kong china
HN: honduras
ID: indonesia
IN: india
IQ: iraq
IR: iran, iran islamic republic of, islamic republic of iran
IT: italy
JO: jordan
JP: japan
KH: cambodia
KI: kiribati
KM: comoros, union of comoros
KN: saint kitts and nevis, st kitts and nevis, st kitts nevis
KP: north korea, democratic peoples republic of korea, dprk, korea north, korea democratic peoples republic of
KR: south korea, republic of korea, korea, korea republic of, korea south
KW: kuwait
KY: cayman islands
KZ: kazakhstan
LB: lebanon
LR: liberia
LY: libya
MD: moldova, moldova republic of
MG: madagascar
MH: marshall islands, republic of the marshall islands
MM: myanmar, burma
MN: mongolia
MT: malta
MY: malaysia
MZ: mozambique
NG: nigeria
NL: netherlands, the netherlands
NO: norway
NU: niue
OM: oman
PA: panama
PH: philippines
PK: pakistan
PW: palau
QA: qatar
RU: russia, russian federation
SA: saudi arabia
SC: seychelles
SD: sudan
SE: sweden
SG: singapore
SL: sierra leone
SM: san marino
ST: sao tome and principe
SY: syria, syrian arab republic
SZ: eswatini, swaziland
TG: togo
TH: thailand
TM: turkmenistan
TR: turkey, turkiye
TV: tuvalu
TW: taiwan
TZ: tanzania, united republic of tanzania, tanzania united republic of, zanzibar
UA: ukraine
US: united states, usa, united states of america
UZ: uzbekistan
VC: saint vincent and the grenadines, st vincent and the grenadines, st vincent grenadines
VE: venezuela, venezuela bolivarian republic of
VN: vietnam, viet nam
VU: vanuatu
YE: yemen
"""
_CODES: dict[str, str] = {}
for _line in _NAMES.strip().splitlines():
    _code, _, _names = _line.partition(": ")
    _CODES.update(dict.fromkeys((_code.lower(), *_names.split(", ")), _code))
_NOISE = re.compile(r"[^\w\s]|_")


def flag(text: str | None) -> str | None:
    """The code of a flag; what no table has stays as it is written, in small letters; None when not given.

    >>> flag("Democratic People's Republic of Korea"), flag("pa"), flag("Atlantis"), flag("")
    ('KP', 'PA', 'atlantis', None)
    """
    if not text or not text.strip():
        return None
    words = " ".join(_NOISE.sub("" if "'" in text or "’" in text else " ", text[:80].lower()).split())
    return _CODES.get(words, words) or None
