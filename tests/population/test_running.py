"""Parts are worked on side by side, never many more than are taken away. Illustrative, not clinical."""

import threading
import time

import numpy as np
import pytest

import stresspain as sp
from stresspain.cli import progress
from stresspain.population import chunks, running
from stresspain.population.chunks import Part

CROWD = sp.people(40, seed=1, spread={"g": 0.1})


def ask(**more):
    return sp.simulate_many(CROWD, sp.scenario(days=3), outcomes=["last"], **more)


class Slow:
    """A job whose parts are counted."""

    engine = "heyoka"

    def __init__(self):
        self.begun, self.lock = 0, threading.Lock()

    def run(self, lanes):
        with self.lock:
            self.begun += 1
        return Part(lanes.start, lanes.stop, {}, {}, {})


def test_parts_that_nobody_takes_away_are_not_piled_up():
    job = Slow()
    parts = running.on_threads(2)(job, [slice(at, at + 1) for at in range(50)])
    taken = {next(parts).start for _ in range(10)}
    time.sleep(0.05)
    assert job.begun <= 10 + 2 * 2
    taken |= {part.start for part in parts}
    assert taken == set(range(50))


def test_a_part_of_many_chunks_names_each_person_without_an_answer(monkeypatch):
    monkeypatch.setattr(chunks, "_PARTS", 1)
    monkeypatch.setattr(chunks, "_ROOM", 100)
    loads = [[0.1 if i in (3, 20, 37, 85) else 0.4] for i in range(100)]
    many = sp.simulate_many(sp.people_of(["load"], loads), sp.scenario(start="painful", days=3), outcomes=["last"])
    assert list(many.failures) == [3, 20, 37, 85]
    assert np.flatnonzero(np.isnan(many["last"])).tolist() == [3, 20, 37, 85]


def test_true_draws_a_bar_and_wipes_it_away(monkeypatch, capsys):
    monkeypatch.setattr(progress, "_PATIENCE", -1.0)
    monkeypatch.setattr(progress, "_watched", lambda: True)
    bar = running.watched(True)
    bar(10, 40)
    assert "people [" in capsys.readouterr().err
    bar(40, 40)
    assert capsys.readouterr().err.strip() == ""
    assert running.watched(False) is running.watched(None) is None


def test_nothing_is_drawn_where_nobody_watches(monkeypatch, capsys):
    monkeypatch.setattr(progress, "_PATIENCE", -1.0)
    ask(progress=True)
    assert capsys.readouterr() == ("", "")


def test_how_to_be_told_and_who_works_must_make_sense():
    with pytest.raises(sp.InputError, match=r"progress = 7 cannot be called. Give True, or a function"):
        ask(progress=7)
    with pytest.raises(sp.InputError, match="threads = 2 is for this process"):
        ask(threads=2, client="tcp://somewhere")


def test_answers_that_no_memory_holds_are_refused_with_a_way_out():
    # No system promises that much.
    with pytest.raises(sp.InputError, match=r"1,000,000,000,000 people take 800,000 GB.*store="):
        sp.simulate_many(sp.people(10**12, seed=1), sp.scenario(days=99), outcomes=[], days=range(100))
