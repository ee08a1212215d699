from datetime import datetime

from tests.sources.samples import only, reasons, tables
from vedette.sources.reports import other_corridors

HEADER = "corridor,date,date_precision,vessel,imo,from,to,event,publisher,title,published,note\n"


def read(*rows):
    return tables(other_corridors.SOURCE, HEADER + "\n".join(rows) + "\n", "other_corridors.csv")


def test_an_event_is_told_with_its_ship_and_way():
    rows = read("c-d,2024-05,month,Heron,9074729,North,South,dark there,Paper,A title,2024-07-12,grain")
    report, claim = only(rows["reports"]), only(rows["claims"])

    assert report["text"] == "Heron (IMO 9074729), from North to South: dark there"
    assert (claim["actors"], claim["corridor"], claim["event_class"]) == (["Heron"], "c-d", None)
    assert (claim["start"], claim["end"]) == (datetime(2024, 5, 1), datetime(2024, 5, 31, 23, 59, 59))


def test_an_event_without_a_ship_or_a_way_is_its_words():
    claim = only(read("c-d,2013-2017,interval,,,,,five seized,Panel,Report,2017-02,")["claims"])

    assert (claim["text"], claim["actors"], claim["published"]) == ("five seized", [], datetime(2017, 2, 28))


def test_rows_that_cannot_be_used_are_refused():
    rows = read("c-d,,day,,,,,seized,,,,", "c-d,2020,day,,,,,,,,,", "c-d,2020,day,,IMO,,,seized,,,,")

    assert [line for line, _ in reasons(rows)] == [2, 3, 4]
