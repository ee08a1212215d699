"""Legal forms of companies, and what stands before a ship's name: words that say what, and not who.

The forms are those of the countries whose companies stand on the lists; each is folded to one short word, so
that 'Limited Liability Company', 'OOO' and 'LLC' are the same and count for little.
"""

# Each line: the one word, then how it is written, phrases by underscores, after romanisation.
_FORMS = """
llc: llc ooo ooо tov too ooo_too
llc: obshchestvo_s_ogranichennoy_otvetstvennostyu organizatsiya_s_ogranichennoy_otvetstvennostyu
llc: societatea_cu_raspundere_limitata sociedad_de_responsabilidad_limitada
llc: limited_liability_company limited_liability_co company_limited_liability wll spc dooel doo
llc: ood eood sia uab mchj
llc: tovarystvo_z_obmezhenoyu_vidpovidalnistyu tovarishchestvo_s_ogranichennoy_otvetstvennostyu
llc: gmbh ggmbh sarl srl
llc: bv besloten_vennootschap sp_z_o_o spzoo kft sro dmcc fzco fze fzc fzllc fz_llc fz
llc: free_zone_establishment
llc: free_zone_company oue tbk llp yk yugen_kaisha lda ltda limitada sl otvetstvennostyu
ltd: ltd limited ltd_co co_ltd company_limited co_limited pvt_ltd private_limited pte_ltd
ltd: pty_ltd pte pvt pty sdn_bhd
ltd: sdn bhd limited_company youxian_gongsi youxiangongsi yuhan_hoesa yuhanhoesa limitd lte
ltd: sirketi limited_sirketi
jsc: jsc ao aktsionernoe_obshchestvo joint_stock_company joint_stock_co joint_stock ojsc oao
jsc: cjsc zao pjsc pao
jsc: open_joint_stock_company closed_joint_stock_company public_joint_stock_company
jsc: private_joint_stock_company pjs
jsc: ag sa as asa ab oy oyj spa nv kk sas aktsiyne_tovarystvo dd ad ead tat anonim_sirketi
jsc: sirketi_anonim a_s
jsc: jusik_hoesa jusikhoesa chusik_hoesa kabushiki_kaisha kabushikigaisha naamloze_vennootschap
jsc: sociedad_anonima
jsc: societe_anonyme aktiengesellschaft sahami_aam sahami_khass private_joint_stock pt
jsc: perseroan_terbatas sal
jsc: aktsionernoe_obshchestvo otkrytoe_aktsionernoe_obshchestvo
jsc: zakrytoe_aktsionernoe_obshchestvo publichnoe_aktsionernoe_obshchestvo
jsc: nepublichnoe_aktsionernoe_obshchestvo aktsionernoe
corp: corp corporation inc incorporated korporatsiya
plc: plc public_limited_company
lp: lp limited_partnership kg ohg
co: co company cie kompaniya kompania hoesa gongsi est establishment co_inc
ltd: s_de_rl_de_cv s_de_rl s_en_nc srl_de_cv spr_de_ri spr_de_rl s_a_de_c_v
jsc: sa_de_cv sa_de_c_v sapi_de_cv sab_de_cv s_a sas_esp p_j_s_c pjsc j_s_c
co: s_en_c y_cia_s_en_c y_cia_ltda y_cia cia_s_en_c y_compania y_cia_sca eirl eu_e_u sca scs
fgup: fgup gup federal_state_unitary_enterprise
fgup: federalnoe_gosudarstvennoe_unitarnoe_predpriyatie fsue
"""
# The words of Russian forms end and are romanised in many ways: each is known by how it begins.
_BEGINNINGS = (
    ("obshchestv", "obshchestvo"), ("obschestv", "obshchestvo"), ("obshestv", "obshchestvo"),
    ("ogranich", "ogranichennoy"), ("organichen", "ogranichennoy"), ("otvets", "otvetstvennostyu"),
    ("otvests", "otvetstvennostyu"), ("aktsionern", "aktsionernoe"), ("akcionern", "aktsionernoe"),
    ("aktsianern", "aktsionernoe"), ("otkryt", "otkrytoe"),
    ("zakryt", "zakrytoe"), ("publichn", "publichnoe"),
    ("nepublichn", "nepublichnoe"), ("gosudarstvenn", "gosudarstvennoe"), ("unitarn", "unitarnoe"),
    ("federaln", "federalnoe"), ("predpri", "predpriyatie"),
)  # fmt: skip
_BEFORE_SHIPS = frozenset(["mv", "mt", "ss", "fv", "mts", "mtb", "lpgc", "lngc"])


def _table() -> dict[tuple[str, ...], str]:
    found: dict[tuple[str, ...], str] = {}
    for line in _FORMS.strip().splitlines():
        one, _, written = line.partition(":")
        for phrase in written.split():
            found.setdefault(tuple(phrase.split("_")), one)
    return found


FORMS = _table()
LONGEST = max(map(len, FORMS))
_SHORTEST_BEGUN = 7
_FIRST_LETTERS = frozenset(begins[0] for begins, _ in _BEGINNINGS)
_FIRST_WORDS = frozenset(phrase[0] for phrase in FORMS)


def _begun(word: str) -> str:
    if len(word) < _SHORTEST_BEGUN or word[0] not in _FIRST_LETTERS:
        return word
    return next((whole for begins, whole in _BEGINNINGS if word.startswith(begins)), word)


def split(words: list[str], *, ship: bool) -> tuple[list[str], list[str]]:
    """The words without legal forms and what stands before ships' names, and the forms that were there.

    A name of nothing else keeps its words. ``ship`` is True where the name can be a ship's; a ship has no
    legal form, so a vessel named ``AS`` keeps her name.

    >>> split(["limited", "liability", "company", "sc", "south"], ship=False)
    (['sc', 'south'], ['llc'])
    """
    if ship and len(words) > 1 and words[0] in _BEFORE_SHIPS:
        words = words[1:]
    read = [_begun(word) for word in words]
    if _FIRST_WORDS.isdisjoint(read):
        return words, []
    kept: list[str] = []
    forms: list[str] = []
    place = 0
    while place < len(words):
        size = next(
            (
                n
                for n in range(min(LONGEST, len(words) - place), 0, -1)
                if tuple(read[place : place + n]) in FORMS
            ),
            0,
        )
        if size:
            forms.append(FORMS[tuple(read[place : place + size])])
            place += size
        else:
            kept.append(words[place])
            place += 1
    return (kept, sorted(set(forms))) if kept else (words, [])
