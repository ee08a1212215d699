"""A model's claims: taken when they fit the text, rejected when they do not; it can set no grade."""

import json
import threading
import warnings
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.claims.test_quality import bench
from tests.claims.world import report
from tests.worlds import table
from vedette import fields
from vedette.claims import extract
from vedette.claims.by_model import Reader, taken
from vedette.errors import SourceError

WORDS = "The envoy denied that shells were sent."


def span(text: str, words: str = WORDS) -> dict[str, object]:
    begin = words.index(text)
    return {"start": begin, "end": begin + len(text), "text": text}


def claim(**more: object) -> dict[str, object]:
    said = {
        "sentence": 0,
        "speaker": span("The envoy"),
        "cue": span("denied"),
        "content": span("that shells were sent"),
    }
    return {**said, "polarity": "denied", "modality": "fact", "event_class": "AID", **more}


class StandIn:
    """A small server on this machine that gives a set answer."""

    def __init__(self, answer: object) -> None:
        stand_in = self
        self.asked: list[dict[str, object]] = []
        self.answer = answer

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                stand_in.asked.append(asked)
                given = stand_in.answer(asked) if callable(stand_in.answer) else stand_in.answer
                body = json.dumps({"choices": [{"message": {"content": given}}]}).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/v1"


@pytest.fixture
def serve() -> Iterator[object]:
    running: list[StandIn] = []

    def start(answer: object) -> StandIn:
        stand_in = StandIn(answer)
        threading.Thread(target=stand_in.server.serve_forever, daemon=True).start()
        running.append(stand_in)
        return stand_in

    yield start
    for stand_in in running:
        stand_in.server.shutdown()
        stand_in.server.server_close()


def answer(*claims: dict[str, object]) -> str:
    return json.dumps({"claims": list(claims)})


def test_a_claim_that_fits_the_text_is_a_candidate_like_any_other(serve):
    server = serve(answer(claim(grade="A", probability=0.99)))
    options = extract.Extract(reader="model", address=server.address, model="small")

    (row,) = extract.extract(
        table("reports", report("r", WORDS)), fields.empty("entities"), fields.empty("places"), options
    ).to_pylist()

    assert (row["speaker"], row["cue"], row["polarity"], row["event_class"]) == (
        "The envoy",
        "denied",
        "denied",
        "AID",
    )
    assert WORDS[row["cue_start"] : row["cue_end"]] == "denied"
    assert (row["grade"], row["reliability"], row["accepted"]) == (None, None, None)
    assert row["rule"] == "claims/model/1:small"
    assert server.asked[0]["temperature"] == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"cue": {"start": 0, "end": 6, "text": "denied"}},
        {"cue": {"start": 10, "end": 16, "text": "admits"}},
        {"content": {"start": 10, "end": 9_999, "text": WORDS[10:]}},
        {"sentence": 7},
        {"polarity": "true"},
        {"modality": "certain"},
        {"event_class": "WAR"},
        {"cue": None},
        {"cue": {"start": "10", "end": 16, "text": "denied"}},
    ],
)
def test_what_does_not_fit_is_rejected(wrong):
    with pytest.raises((ValueError, TypeError, KeyError)):
        taken(claim(**wrong), (WORDS,))


@pytest.mark.parametrize("said", ["no JSON", "{}", '{"claims": 5}', "[[[[", answer(claim(sentence=3))])
def test_an_answer_of_another_kind_gives_nothing_and_is_told(serve, said):
    reader = Reader(serve(said).address, "small")

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert list(reader.found_in([WORDS])) == [[]]
    assert reader.rejected


def test_a_model_that_is_not_there_is_an_error_in_words():
    with pytest.raises(SourceError, match="does not answer"):
        list(Reader("http://127.0.0.1:9/v1", "small", timeout_s=2).found_in([WORDS]))


def test_the_same_benchmark_scores_it(serve):
    rows = bench.labelled("tune")[:12]

    def perfect(asked: dict[str, object]) -> str:
        words = json.loads(asked["messages"][1]["content"].split(": ", 1)[1])  # type: ignore[index]
        row = next(row for row in rows if row["text"] == words)
        whole = {"start": 0, "end": len(words), "text": words}
        return answer(
            *(
                {
                    "sentence": 0,
                    "speaker": span(one["speaker"], words) if one["speaker"] else None,
                    "cue": span(one["cue"], words),
                    "content": whole,
                    "polarity": one["polarity"],
                    "modality": one["modality"],
                    "event_class": row["event"],
                }
                for one in row["claims"]
            )
        )

    found = bench.scores(rows, bench.found_by(Reader(serve(perfect).address, "small"), rows))

    assert (found["cue F1"], found["polarity"], found["modality"], found["speaker"]) == (1.0, 1.0, 1.0, 1.0)
