"""A real scheduler and two worker processes answer as this process does, whoever dies. Illustrative, not clinical."""

import logging
import os
import signal
import time
from types import SimpleNamespace

import numpy as np
import pytest

import stresspain as sp
from stresspain.population import cluster
from stresspain.population.chunks import Part

distributed = pytest.importorskip("distributed")
dask = pytest.importorskip("dask")
pytest.importorskip("zarr")

PEOPLE = sp.people(6000, seed=1)
SCENARIO = sp.scenario(load=0.4, days=range(0, 85, 7), plan=[sp.adaptogen(600, stop=42)])
ASKED = {"outcomes": ["mean", "recovery_day"]}


class Cluster(distributed.LocalCluster):
    """As it is, but for a worker that died before its greeting was read: distributed looks for it without asking
    whether it knew of it (dask/distributed#5407), which ends the watch over the workers, and `close` with an error.
    """

    def _update_worker_status(self, op, msg):
        if op != "remove" or msg in self.scheduler_info["workers"]:
            super()._update_worker_status(op, msg)


def started(**more):
    """A scheduler in this process and two workers in processes of their own."""
    given = {"n_workers": 2, "processes": True, "threads_per_worker": 1, "dashboard_address": ":0"}
    return Cluster(**{**given, "silence_logs": logging.CRITICAL, **more})


@pytest.fixture(scope="module", autouse=True)
def patient():
    """Have a cluster look after its workers for good.

    It looks 15 seconds after each death whether that worker is back; where it has just been killed again, it would
    close what starts it anew.
    """
    with dask.config.set({"distributed.deploy.lost-worker-timeout": "1 hour"}):
        yield


@pytest.fixture(scope="module")
def client():
    with started() as workers, distributed.Client(workers) as given:
        yield given


@pytest.fixture(scope="module")
def here():
    """What this process finds."""
    return sp.simulate_many(PEOPLE, SCENARIO, **ASKED)


def same(one, other):
    names = (*one.outcomes, *one.columns)
    return names == (*other.outcomes, *other.columns) and all(
        np.array_equal(one[name], other[name], equal_nan=True) for name in names
    )


def killing(client, at):
    """Tell of progress to a function that kills one worker when so many parts are done."""
    told = []

    def kill(done, n):
        told.append(done)
        if len(told) == at:
            os.kill(next(iter(client.run(os.getpid).values())), signal.SIGKILL)

    return kill, told


def test_two_processes_find_the_same_to_the_last_bit(client, here):
    assert same(sp.simulate_many(PEOPLE, SCENARIO, **ASKED, client=client), here)


def test_so_they_do_without_the_fast_engine(client):
    few = PEOPLE.some(slice(700))
    both = [sp.simulate_many(few, SCENARIO, **ASKED, engine="scipy", client=c) for c in (client, None)]
    assert same(*both)


def test_columns_failures_and_levels_of_ones_own_come_back(client):
    crowd = sp.people(600, seed=3, spread={"k_qs": 0.3})
    rng = np.random.default_rng(1)
    own = {"load": sp.PerPerson(np.array([0.0, 3.0]), rng.uniform(0.1, 0.6, (600, 2)))}
    asked = {"outcomes": ["last"], "days": [1, 5], "columns": ["felt_pain", "load"], "own": own}
    shared = sp.scenario(start="painful", days=5)
    both = [sp.simulate_many(crowd, shared, **asked, client=c) for c in (client, None)]
    assert same(*both)
    assert dict(both[0].failures) == dict(both[1].failures) != {}


def test_a_large_table_is_sent_once_and_not_with_every_part(client, here, monkeypatch):
    given = sp.people_of(PEOPLE.names, PEOPLE.values)
    assert given.values.nbytes > cluster._LARGE
    sent = []
    real = client.scatter
    monkeypatch.setattr(client, "scatter", lambda *what, **how: sent.append(how) or real(*what, **how))
    assert same(sp.simulate_many(given, SCENARIO, **ASKED, client=client), here)
    assert sent == [{"broadcast": True, "hash": False}]
    sp.simulate_many(PEOPLE, SCENARIO, outcomes=["last"], client=client)
    assert len(sent) == 1  # a recipe is small


@pytest.mark.parametrize("drawn", [True, False])
def test_a_worker_that_is_killed_in_mid_run_loses_nothing(drawn, client, here):
    crowd = PEOPLE if drawn else sp.people_of(PEOPLE.names, PEOPLE.values)
    kill, told = killing(client, 1)
    assert same(sp.simulate_many(crowd, SCENARIO, **ASKED, client=client, progress=kill), here)
    assert told[-1] == 6000
    assert told[0] < 6000
    client.wait_for_workers(2, timeout=30)


def test_a_store_filled_by_workers_is_the_one_that_threads_fill(client, tmp_path):
    few = PEOPLE.some(slice(1000))
    kill, _ = killing(client, 1)
    sp.simulate_many(few, SCENARIO, **ASKED, client=client, store=tmp_path / "there.zarr", progress=kill)
    sp.simulate_many(few, SCENARIO, **ASKED, store=tmp_path / "here.zarr")
    kept = [
        {p.relative_to(f): p.read_bytes() for p in f.rglob("*") if p.is_file()}
        for f in (tmp_path / "there.zarr", tmp_path / "here.zarr")
    ]
    assert kept[0] == kept[1]
    client.wait_for_workers(2, timeout=30)


def test_an_interrupt_takes_back_what_was_handed_out(client, tmp_path):
    def stop(done, n):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt, match="the same call with resume=True"):
        sp.simulate_many(PEOPLE, SCENARIO, **ASKED, client=client, store=tmp_path / "a.zarr", progress=stop)
    for _ in range(100):
        if not any(client.processing().values()):
            break
        time.sleep(0.05)
    assert not any(client.processing().values())
    assert 0 < sp.read_ensemble(tmp_path / "a.zarr").provenance["done"] < 6000


def test_a_worker_lost_for_good_is_told_and_the_store_keeps_what_was_done(tmp_path, here, monkeypatch):
    monkeypatch.setattr(cluster, "_PATIENCE", 1.0)
    folder = tmp_path / "a.zarr"
    with started() as workers, distributed.Client(workers) as given:
        told = []

        def leave(done, n):
            told.append(done)
            if len(told) == 2:
                workers.scale(0)

        with pytest.raises(sp.RunError) as error:
            sp.simulate_many(PEOPLE, SCENARIO, **ASKED, client=given, store=folder, progress=leave)
        assert "No worker has been left for 1 s" in str(error.value)
        assert "the same call with resume=True goes on from there" in str(error.value)
        with pytest.raises(sp.RunError, match="No worker answered within 1 s"):
            sp.simulate_many(PEOPLE, SCENARIO, **ASKED, client=given)
    assert 0 < sp.read_ensemble(folder).provenance["done"] < 6000
    assert same(sp.simulate_many(PEOPLE, SCENARIO, **ASKED, store=folder, resume=True), here)


class Travelling:
    """A part that stands ready on a worker and arrives late, if at all."""

    status = "finished"

    def __init__(self, times):
        self.times = times

    def result(self, timeout):
        self.times -= 1
        if self.times >= 0:
            time.sleep(timeout)
            raise TimeoutError
        return "the part"


def fetching(monkeypatch, threads):
    """An errand that does nothing but fetch, from a cluster of so many threads."""
    monkeypatch.setattr(cluster, "_PATIENCE", 0.05)
    errand = object.__new__(cluster._Errand)
    errand.client = SimpleNamespace(status="running", nthreads=lambda: threads)
    errand.seen = time.monotonic()
    return errand


def test_what_travels_slowly_is_waited_for_while_somebody_is_there(monkeypatch):
    errand = fetching(monkeypatch, {"a worker": 1})
    assert list(errand._taken(Travelling(3), (slice(0, 4),))) == ["the part"]


def test_what_was_ready_on_a_worker_that_has_gone_is_not_waited_for_for_ever(monkeypatch):
    errand = fetching(monkeypatch, {})
    with pytest.raises(sp.RunError, match="No worker has been left"):
        list(errand._taken(Travelling(1000), (slice(0, 4),)))


def test_people_whose_workers_die_each_time_are_named(client, monkeypatch):
    scheduler = client.cluster.scheduler
    monkeypatch.setattr(scheduler, "allowed_failures", 0)
    left = list(client.run(os.getpid).values())  # asked before, so that they die while parts are in their hands
    crowd = sp.people(200_000, seed=1)

    def kill(done, n):
        assert done < n
        while left:
            os.kill(left.pop(), signal.SIGKILL)

    with pytest.raises(sp.RunError) as error:
        sp.simulate_many(crowd, SCENARIO, **ASKED, client=client, progress=kill)
    assert "every worker that took them on died" in str(error.value)
    client.wait_for_workers(2, timeout=30)


def test_a_scheduler_that_goes_away_is_told_and_the_store_keeps_what_was_done(tmp_path):
    folder = tmp_path / "a.zarr"
    workers = started()
    given = distributed.Client(workers)

    def leave(done, n):
        workers.close()

    try:
        with pytest.raises(sp.RunError, match="The scheduler cannot be reached any more"):
            sp.simulate_many(PEOPLE, SCENARIO, **ASKED, client=given, store=folder, progress=leave)
    finally:
        given.close()
    assert sp.read_ensemble(folder).provenance["done"] > 0
    with pytest.raises(sp.InputError, match="its scheduler cannot be reached"):
        sp.simulate_many(PEOPLE, SCENARIO, **ASKED, client=given)


def test_what_goes_wrong_on_a_worker_is_told_in_one_sentence():
    told = cluster._explained(MemoryError("no room"), (slice(0, 10), slice(10, 20)))
    assert isinstance(told, sp.RunError)
    assert str(told) == "People 0 to 19: a worker failed, with MemoryError: 'no room'."
    given = sp.InputError("a lesson")
    assert cluster._explained(given, (slice(0, 10),)) is given


def test_other_versions_on_the_workers_are_refused(client, monkeypatch):
    monkeypatch.setattr(cluster, "__version__", "0.0.9")
    with pytest.raises(sp.InputError) as error:
        sp.simulate_many(PEOPLE, SCENARIO, **ASKED, client=client)
    assert f"has stresspain {sp.__version__}, heyoka" in str(error.value)
    assert "this process has 0.0.9" in str(error.value)
    with pytest.raises(sp.InputError, match="a worker has stresspain none"):
        cluster._check_versions(("none", ""), ("0.1.0", "heyoka 7"), "a worker")


def test_what_is_no_client_is_refused():
    with pytest.raises(sp.InputError, match=r"client = 'tcp://here:8786' is no dask.distributed.Client"):
        sp.simulate_many(PEOPLE, SCENARIO, client="tcp://here:8786")


def test_neighbouring_parts_join_to_one():
    parts = [Part(at, at + 2, {"last": np.arange(at, at + 2.0)}, {}, {at: "no start"}) for at in (4, 6, 8)]
    whole = cluster._joined(*parts)
    assert (whole.start, whole.stop, list(whole.failures)) == (4, 10, [4, 6, 8])
    assert whole.outcomes["last"].tolist() == [4, 5, 6, 7, 8, 9]
