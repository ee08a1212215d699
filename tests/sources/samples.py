"""A few rows of every kind of sheet, text and list, of ships and places that do not exist."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from tests.sources.opened import opened_from
from vedette import fields
from vedette.sources.lists import (
    eu_fsf,
    eu_journal,
    ftm,
    gfw_registry,
    ofac,
    ofac_advanced,
    ofac_history,
    ofac_vessels,
    opensanctions,
    uk,
    uk_parts,
    un,
    vessel_watch,
)
from vedette.sources.places import geojson, table, world_port_index
from vedette.sources.reports import (
    feed,
    json_lines,
    mail,
    other_corridors,
    reference_table,
    text,
    timeline,
    volume_estimates,
    watch_file,
)
from vedette.sources.sightings import rail_counts, sighted, sts_events, voyage_counts
from vedette.steps import Reading, Source


class Sample(NamedTuple):
    """A file that a source reads."""

    source: Source
    name: str
    text: str


SHEETS = (
    Sample(
        vessel_watch.SOURCE,
        "vessels.csv",
        "name,imo,mmsi,call_sign,flag,type,gross_tonnage,owner_or_linked_to,former_or_other_names\n"
        "Heron,9074729,273000001,UBXX1,RU,general cargo,8811,Reed LLC (IMO company 1234567); Marsh Co,Teal\n",
    ),
    Sample(
        eu_journal.SOURCE,
        "eu-oj-consolidated-2026-08-22.csv",
        "celex,programKey,annex,measure,schema,name,previousName,imoNumber\n"
        "32014R0833,EU-RUS,XLII,Ban,Vessel,Heron (Teal),,9074729\n",
    ),
    Sample(
        gfw_registry.SOURCE,
        "reefers.csv",
        "mmsi,imo,call_sign,avg_length,avg_gross_tonnage,flag_state\n214000001,9074729,ER1,100.5,2754,Moldova\n",
    ),
    Sample(
        sighted.SOURCE,
        "sightings.csv",
        "id,corridor,flow,vessel,imo,identification,place_id,date_start,date_end,activity,"
        "containers_est,published\n"
        "S1,a-b,containers,Heron,9074729,named by source,harbour,2023-09-07,2023-09-08,loading,"
        "300,2023-10-13\n",
    ),
    Sample(
        voyage_counts.SOURCE,
        "voyage_counts.csv",
        "id,flow,period_start,period_end,metric,value,qualifier,scope,publisher,published\n"
        "N1,oil,2018-01-01,2023-08-09,tanker calls,0,none on record,port,Institute,2023-10-16\n",
    ),
    Sample(
        rail_counts.SOURCE,
        "rail.csv",
        "date,place_id,observation,value,publisher,published\n"
        "2023-10-05,bridge,freight cars,73,Institute,2023-10-06\n",
    ),
    Sample(
        sts_events.SOURCE,
        "sts_events.csv",
        "date,dprk_vessel,dprk_imo,other_vessel,other_imo_or_flag,position_published,place_id,publisher\n"
        "2018-06,Heron,9074729,Teal,9074731 Panama,high seas,bank,Ministry\n",
    ),
    Sample(
        table.SOURCE,
        "places.csv",
        "place_id,name,country,lat,lon,radius_km,kind,unlocode,role\n"
        "harbour,The Harbour,KP,42.2,130.3,1.5,port,KP RJN,loading\n",
    ),
    Sample(
        world_port_index.SOURCE,
        "wpi.csv",
        "World Port Index Number,Main Port Name,UN/LOCODE,Country Code,Latitude,Longitude\n"
        "60510,Najin,KP RJN,North Korea,42.233,130.3\n",
    ),
    Sample(
        timeline.SOURCE,
        "timeline.csv",
        "date,precision,class,event,corridor,publisher,source,published,warning_value\n"
        "2023-10-17,day,denial,Spokesman: no proof,a-b,Agency via Paper,A report,2023-10-18,denial\n",
    ),
    Sample(
        volume_estimates.SOURCE,
        "volume_estimates.csv",
        "date,cumulative_since,containers,equivalent_published,method_published,publisher,relay,caveat\n"
        "2023-12-29,2023-08,5000,over 400,capacity,Ministry,A paper,a bound\n",
    ),
    Sample(
        other_corridors.SOURCE,
        "other_corridors.csv",
        "corridor,date,vessel,imo,from,to,event,publisher,title,published\n"
        "c-d,2013-2017,Heron,9074729,North,South,seized,Panel,Final report,2017-02\n",
    ),
)
OFAC_ROW = (
    '37059,"HERON","vessel","RUSSIA-EO14024] [DPRK4",-0- ,"UBXX1","Roll-on Roll-off",-0- ,"8,811","Russia",'
    '-0- ,"Vessel Registration Identification IMO 9074729; MMSI 273000001; '
    "f.k.a. 'TEAL'; Linked To: REED LLC.\"\r\n"
)
OTHERS = (
    Sample(
        mail.SOURCE,
        "a.eml",
        "From: Desk <d@example.org>\nDate: Tue, 17 Oct 2023 09:30:00 +0900\nSubject: A ship\n\nShe left.\n",
    ),
    Sample(
        feed.SOURCE,
        "feed.xml",
        "<rss><channel><title>News</title><item><title>A ship</title><description>She left."
        "</description></item></channel></rss>",
    ),
    Sample(json_lines.SOURCE, "a.jsonl", '{"title": "A ship", "text": "She left."}\n'),
    Sample(ofac.SOURCE, "sdn-2024-05-03.csv", OFAC_ROW + "\x1a"),
    Sample(ofac.SOURCE, "alt-2024-01.csv", '37059,12,"fka","TEAL",-0- \r\n\x1a'),
    Sample(ofac.SOURCE, "add-2024-01.csv", '37059,25,"1 Quay","Nakhodka 692900","Russia",-0- \r\n\x1a'),
    Sample(
        ofac.SOURCE,
        "sdn_comments-2025-02.csv",
        "37059,\"ssport 1; a.k.a. 'TEAL II'; Linked To: REED LLC.\"\r\n",
    ),
    Sample(
        ofac_history.SOURCE,
        "history.jsonl",
        '["2022-05-06", "c", "base", ["1", "HERON", "vessel", "DPRK", "", "", "",'
        ' "", "", "", "", "MMSI 273000001."]]\n',
    ),
    Sample(
        ofac_vessels.SOURCE,
        "vessels.json",
        '{"vessels": [{"imo": 9074729, "name": "HERON", "list_name": "OFAC SDN",'
        ' "vessel_info": {"flag": "Togo"}}]}',
    ),
    Sample(
        ofac_advanced.SOURCE,
        "SDN_ADVANCED.XML",
        '<Sanctions><ReferenceValueSets/><DistinctParties><DistinctParty><Profile ID="1"><Identity>'
        '<Alias Primary="true"><DocumentedName><DocumentedNamePart><NamePartValue>HERON</NamePartValue>'
        "</DocumentedNamePart></DocumentedName></Alias></Identity></Profile></DistinctParty></DistinctParties>"
        "</Sanctions>",
    ),
    Sample(
        eu_fsf.SOURCE,
        "full.xml",
        '<export generationDate="2024-05-03T10:00:00"><sanctionEntity euReferenceNumber="EU.1">'
        '<nameAlias wholeName="REED"/><subjectType code="enterprise"/></sanctionEntity></export>',
    ),
    Sample(
        ftm.SOURCE,
        "entities.ftm.json",
        '{"id": "NK-1", "schema": "Vessel", "properties": {"name": ["HERON"], "imoNumber": ["9074729"]}}\n',
    ),
    Sample(
        opensanctions.SOURCE,
        "statements.csv",
        "canonical_id,entity_id,prop,schema,value,dataset\nNK-1,a,name,Vessel,HERON,x\n",
    ),
    Sample(
        un.SOURCE,
        "un.xml",
        '<CONSOLIDATED_LIST dateGenerated="2026-02-27"><ENTITIES><ENTITY><FIRST_NAME>REED</FIRST_NAME>'
        "<REFERENCE_NUMBER>KPe.1</REFERENCE_NUMBER><COMMENTS1>Owner of the vessel HERON.</COMMENTS1>"
        "</ENTITY></ENTITIES></CONSOLIDATED_LIST>",
    ),
    Sample(
        uk.SOURCE,
        "UK-Sanctions-List.csv",
        "Report Date: 20-Nov-2025\nUnique ID,Name 6,Name 1,Name type,Designation Type,IMO number\n"
        "RUS1,HERON,,Primary name,Ship,9074729\n",
    ),
    Sample(
        uk_parts.SOURCE,
        "subject_names-2026-05.csv",
        "name_id,unique_id,name_type,alias_strength,full_name\n1,RUS1,primary,,HERON\n2,RUS1,alias,,TEAL\n",
    ),
    Sample(
        geojson.SOURCE,
        "places.geojson",
        '{"type": "FeatureCollection", "features": [\n{"type": "Feature", "geometry": {"type": "Point",'
        ' "coordinates": [130.3, 42.2]}, "properties": {"place_id": "harbour", "radius_km": "1.5"}}]}',
    ),
    Sample(
        text.SOURCE,
        "report.md",
        "---\npublisher: Ministry\nevent_class: disclosure\nstart: 2023-09\n---\n# A ship\n\nShe sailed.\n",
    ),
    Sample(
        text.SOURCE,
        "report.html",
        "<html><head><title>A ship</title></head><body><p>She sailed.</p><script>evil()</script></body>",
    ),
)
REFUSED = (
    Sample(reference_table.SOURCE, "redflags.csv", "code,red_flag,what_to_see\nRF01,AIS off,a gap\n"),
    Sample(watch_file.SOURCE, "watch.yaml", "watch: a-b\nplaces:\n  load: [harbour]\n"),
)
ALL = (*SHEETS, *OTHERS, *REFUSED)


def tables(
    source: Source, data: str | bytes, name: str = "file.csv", reading: Reading | None = None
) -> dict[str, list[dict[str, Any]]]:
    """Give the rows of each table as dictionaries, after holding them to the contract."""
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    raw = data if isinstance(data, bytes) else data.encode()
    for batch in source.read(opened_from(raw, name), reading or Reading()):
        assert batch.table in (*source.gives, "refusals")
        assert batch.rows.schema == fields.schema(batch.table)
        rows[batch.table] += batch.rows.to_pylist()
    return rows


def only(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    (row,) = rows
    return row


def reasons(rows: dict[str, list[dict[str, Any]]]) -> list[tuple[int, str]]:
    return [(row["line"], row["reason"]) for row in rows["refusals"]]
