import gzip
from pathlib import Path

from vedette import watch

EXTRACT = Path(watch.__file__).parent / "watches" / "rajin" / "sdn-2024-05-03-extract.csv"


def test_the_bundled_extract_is_byte_for_byte_of_the_published_list(shared):
    with gzip.open(shared / "lists" / "ofac" / "sdn-2024-05-03.csv.gz") as stream:
        published = {line.rstrip(b"\r\n") for line in stream}

    assert all(line in published for line in EXTRACT.read_bytes().splitlines())
