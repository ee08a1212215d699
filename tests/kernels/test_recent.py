from collections import OrderedDict

from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.kernels import ais_rows, recent

SIZE = 5
KEYS = st.tuples(st.sampled_from([0, 1, 7, -(1 << 63), (1 << 63) - 1]), st.integers(0, 2))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["keep", "remove", "oldest"]), KEYS), max_size=60))
def test_it_does_what_an_ordered_dictionary_does(steps):
    table, model = ais_rows.recent(SIZE, 1), OrderedDict[tuple[int, int], int]()
    for number, (step, key) in enumerate(steps):
        slot = recent.find(table, *key)
        assert (slot != 0) == (key in model)
        if step == "keep":
            if slot == 0 and len(model) == SIZE:
                recent.remove(table, table[0, ais_rows.OLDEST])
                model.popitem(last=False)
            if slot == 0:
                slot = recent.add(table, *key)
            else:
                recent.touch(table, slot)
            table[slot, ais_rows.VALUE] = number
            model[key] = number
            model.move_to_end(key)
        elif step == "remove" and slot:
            recent.remove(table, slot)
            del model[key]
        elif step == "oldest" and model:
            recent.remove(table, table[0, ais_rows.OLDEST])
            model.popitem(last=False)
        kept = [table[slot, ais_rows.VALUE] for slot in ais_rows.oldest_first(table)]
        assert kept == list(model.values())
        assert table[0, ais_rows.COUNT] == len(model)


def test_an_empty_one_has_no_oldest_key():
    assert ais_rows.oldest_first(ais_rows.recent(3, 0)) == []
