"""Parts of a job on the workers of a Dask cluster: drawn, run and joined there; whoever dies is replaced."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Sequence
from functools import lru_cache
from queue import Empty, SimpleQueue
from time import monotonic
from typing import Any

import numpy as np

from stresspain import __version__
from stresspain.model.errors import InputError, RunError, shown
from stresspain.population.chunks import Job, Part
from stresspain.population.draw import Draw
from stresspain.population.heading import solver
from stresspain.population.running import Runner

#: Seconds to wait for a worker where there is none, and between two looks at the cluster.
_PATIENCE, _LOOK = 30.0, 1.0

#: How many parts are joined on a worker before they travel.
_FAN = 8

#: How often a part is handed out anew where a worker failed, beside what the scheduler does by itself.
_ATTEMPTS = 3

#: From this many bytes on, a job is sent to every worker once and not along with each part.
_LARGE = 1_000_000


def on_cluster(client: Any, *, join: bool) -> Runner:
    """Return what runs parts on the workers of a `dask.distributed.Client`.

    Parameters
    ----------
    client : dask.distributed.Client
    join : bool
        Whether parts may come back several at once, joined on a worker (a store wants each by itself).

    Raises
    ------
    InputError
        If it is no client, is closed, or its workers have other versions than this process.
    """
    try:
        from distributed import Client
    except ImportError:
        raise InputError("client=... needs Dask. Type: pip install 'stresspain[scale]'") from None
    if not isinstance(client, Client):
        raise InputError(
            f"client = {shown(client)} is no dask.distributed.Client. Make one: Client(n_workers=2), or "
            "Client('tcp://address:8786') for a scheduler that runs already."
        )
    if client.asynchronous:
        raise InputError("client: an asynchronous Client cannot be waited for. Make it with asynchronous=False.")
    if client.status != "running":
        raise InputError(f"client: its scheduler cannot be reached (status {client.status}). Connect a new Client.")

    def run(job: Job, left: Sequence[slice]) -> Iterator[Part]:
        _greet(client, job)
        # Columns are large, and travel as soon as they are there.
        fan = _FAN if join and not job.order.columns and len(left) >= 2 * _FAN else 1
        return iter(_Errand(client, job, [tuple(left[at : at + fan]) for at in range(0, len(left), fan)]))

    return run


def _greet(client: Any, job: Job) -> None:
    """Wait for a worker, and make sure that all workers hold the packages that this process does."""
    try:
        client.wait_for_workers(1, timeout=_PATIENCE)
        there = client.run(_greeting(job.engine))
    except (OSError, TimeoutError) as error:
        raise RunError(
            f"No worker answered within {_PATIENCE:g} s ({type(error).__name__}). Start workers for "
            f"{client.scheduler.address if client.scheduler else 'the scheduler'}, then run again."
        ) from None
    for worker, versions in sorted(there.items()):
        _check_versions(tuple(versions), _versions(job.engine), f"the worker {worker}")


def _greeting(engine: str) -> Any:
    """Return a function that tells a worker's versions; it travels whole, so it runs where nothing is installed."""

    def tell() -> tuple[str, str]:
        try:
            from stresspain import __version__
            from stresspain.population.heading import solver
        except ImportError:
            return "none", ""
        return __version__, solver(engine)

    return tell


def _versions(engine: str) -> tuple[str, str]:
    """Return what must be the same everywhere for the answers to be."""
    return __version__, solver(engine)


def _check_versions(there: tuple[str, ...], here: tuple[str, str], who: str) -> None:
    """Refuse other versions."""
    if there != here:
        raise InputError(
            f"{who} has stresspain {', '.join(filter(None, there))}; this process has {', '.join(here)}. "
            "Answers could differ: install the same versions on both sides."
        )


# --- on the worker ----------------------------------------------------------------------------------


def _run(data: bytes, here: tuple[str, str], start: int, stop: int) -> Part:
    """Run one part on a worker; compiled integrators stay with its process."""
    job = _unpacked(data)
    _check_versions(_versions(job.engine), here, "a worker")
    return job.run(slice(start, stop))


@lru_cache(maxsize=2)
def _unpacked(data: bytes) -> Job:
    """Return the job that was sent; the next part of it finds it here."""
    job: Job = pickle.loads(data)
    return job


def _joined(*parts: Part) -> Part:
    """Return neighbouring parts as one."""
    failures: dict[int, str] = {}
    for part in parts:
        failures.update(part.failures)
    outcomes = {name: np.concatenate([part.outcomes[name] for part in parts]) for name in parts[0].outcomes}
    columns = {name: np.concatenate([part.columns[name] for part in parts]) for name in parts[0].columns}
    return Part(parts[0].start, parts[-1].stop, outcomes, columns, failures)


# --- here -------------------------------------------------------------------------------------------


class _Errand:
    """What is under way on a cluster."""

    def __init__(self, client: Any, job: Job, groups: Sequence[tuple[slice, ...]]) -> None:
        self.client, self.job = client, job
        self.waiting = list(groups)[::-1]
        self.running: dict[Any, tuple[slice, ...]] = {}
        self.tries: dict[tuple[int, int], int] = {}
        self.ready: SimpleQueue[Any] = SimpleQueue()
        self.seen = monotonic()
        self.data = self._sent()
        self.room = self._room()

    def __iter__(self) -> Iterator[Part]:
        try:
            while self.waiting or self.running:
                while self.waiting and len(self.running) < self.room:
                    self._begin(self.waiting.pop())
                try:
                    future = self.ready.get(timeout=_LOOK)
                except Empty:
                    self._look()
                    continue
                self.seen = monotonic()
                if future in self.running:
                    yield from self._taken(future, self.running.pop(future))
        finally:
            if self.running and self.client.status == "running":
                self.client.cancel(list(self.running), force=True)

    def _sent(self) -> Any:
        """Pack the job: to travel with each part, or where it is large to every worker once."""
        table = self.job.task.people.table
        weight = 0 if isinstance(table, Draw) else table.nbytes
        weight += sum(levels.values.nbytes for levels in self.job.task.own.values())
        data = pickle.dumps(self.job, protocol=5)
        return self.client.scatter(data, broadcast=True, hash=False) if weight > _LARGE else data

    def _room(self) -> int:
        """Return how many errands may be under way: enough to keep everyone busy, few enough for the memory."""
        threads: int = sum(self.client.nthreads().values())
        fan = max((len(group) for group in self.waiting), default=1)
        return max(4, -(-3 * threads // fan))

    def _begin(self, group: tuple[slice, ...]) -> None:
        """Hand a few neighbouring parts out."""
        here = _versions(self.job.engine)
        if self.client.status != "running":
            raise _out_of_reach()
        try:
            leaves = [
                self.client.submit(_run, self.data, here, lanes.start, lanes.stop, pure=False, retries=_ATTEMPTS - 1)
                for lanes in group
            ]
            future = leaves[0] if len(leaves) == 1 else self.client.submit(_joined, *leaves, pure=False)
        except RuntimeError:  # the connection broke a moment ago
            if self.client.status == "running":
                raise
            raise _out_of_reach() from None
        self.running[future] = group
        future.add_done_callback(self.ready.put)

    def _taken(self, future: Any, group: tuple[slice, ...]) -> Iterator[Part]:
        """Give what came back, or hand it out anew."""
        from distributed import KilledWorker

        if future.status == "finished":
            try:
                part = self._fetched(future)
            except KilledWorker as error:
                raise _explained(error, group) from None
            except (OSError, KeyError):  # its worker died while it travelled
                self._again(group)
            else:
                yield part
        elif future.status == "error":
            raise _explained(future.exception(), group)
        else:  # cancelled or lost: what it needed is gone, as when a worker held the only copy
            self._again(group)

    def _fetched(self, future: Any) -> Part:
        """Return what stands ready on a worker; if that one dies just now, Dask waits for another, however long."""
        while True:
            try:
                part: Part = future.result(timeout=_PATIENCE)
            except TimeoutError:
                self._look()
            else:
                return part

    def _again(self, group: tuple[slice, ...]) -> None:
        """Hand a group out once more, if there is still somebody."""
        key = group[0].start, group[-1].stop
        self.tries[key] = self.tries.get(key, 0) + 1
        if self.client.status != "running":
            raise _out_of_reach()
        if self.tries[key] >= _ATTEMPTS:
            raise RunError(f"People {key[0]} to {key[1] - 1} were lost {_ATTEMPTS} times on the way. Look at its logs.")
        if not isinstance(self.data, bytes):
            self.data = self._sent()  # whoever held it may be gone
        self.waiting.append(group)

    def _look(self) -> None:
        """See whether anybody is still there."""
        if self.client.status != "running":
            raise _out_of_reach()
        try:
            if self.client.nthreads():
                self.seen = monotonic()
                return
        except (OSError, TimeoutError):
            raise _out_of_reach() from None
        if monotonic() - self.seen > _PATIENCE:
            raise RunError(f"No worker has been left for {_PATIENCE:g} s. Start workers, then run again.")


def _out_of_reach() -> RunError:
    """Return the error for a scheduler that is gone."""
    return RunError("The scheduler cannot be reached any more. Connect a new Client, then run again.")


def _explained(error: BaseException, group: tuple[slice, ...]) -> Exception:
    """Return what went wrong on a worker, in our words."""
    if isinstance(error, (InputError, RunError)):
        return error
    who = f"People {group[0].start} to {group[-1].stop - 1}"
    if type(error).__name__ == "KilledWorker":
        return RunError(f"{who}: every worker that took them on died (too little memory?). Look at the workers' logs.")
    return RunError(f"{who}: a worker failed, with {type(error).__name__}: {shown(str(error))}.")
