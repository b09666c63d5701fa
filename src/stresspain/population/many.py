"""`simulate_many`: one scenario, many people, a thousand times faster than one by one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

from stresspain import __version__
from stresspain.model.errors import InputError, RunError, shown
from stresspain.population.chunks import MANY, Job
from stresspain.population.cluster import on_cluster
from stresspain.population.ensemble import Ensemble, ensemble_in
from stresspain.population.heading import digest_of, heading
from stresspain.population.order import order_of
from stresspain.population.people import People
from stresspain.population.running import Arrays, Runner, on_threads, run_all, watched
from stresspain.population.store import begin, go_on
from stresspain.population.stored import failures_in
from stresspain.population.work import PerPerson, work
from stresspain.simulation.engines import engine as _engine
from stresspain.simulation.outcomes import LEVEL
from stresspain.simulation.scenario import Scenario
from stresspain.simulation.scenario import scenario as _scenario


def simulate_many(  # noqa: PLR0913 (one door; everything after the scenario is optional and named)
    people: People,
    scenario: Scenario | None = None,
    *,
    outcomes: Sequence[str] | None = None,
    days: Sequence[float] | None = None,
    columns: Sequence[str] | None = None,
    own: Mapping[str, PerPerson] | None = None,
    level: float = LEVEL,
    engine: str = "auto",
    threads: int | None = None,
    client: Any = None,
    store: str | Path | None = None,
    resume: bool = False,
    progress: Callable[[int, int], None] | bool | None = None,
) -> Ensemble:
    """Run many people through one scenario.

    Everyone's answer equals that of `simulate` to 1e-7, whoever runs beside them.

    Parameters
    ----------
    people : People
        Their own numbers take the place of the scenario's person (and load or damage on day 0,
        where these vary).
    scenario : Scenario, optional
        What they share; the default one if none is given.
    outcomes : sequence of str, optional
        Names of `OUTCOMES`, over the scenario's days; all of them if neither this nor `days` is given.
    days : sequence of float, optional
        Days on which `columns` are kept.
    columns : sequence of str, optional
        What is kept on those days; names of `COLUMNS`, or interventions for their effect levels. Felt pain
        if none are given.
    own : mapping of str to PerPerson, optional
        Levels of each person's own: "load" in place of the scenario's, or an intervention's daily dose
        or strength (0 where nothing is taken) in place of its courses, for missed doses or late starts.
    level : float
        Felt pain (0-10) that `days_above` and `recovery_day` count from.
    engine : {"auto", "scipy", "heyoka"}
    threads : int, optional
        How many run side by side on heyoka; one for each processor if none is given.
    client : dask.distributed.Client, optional
        Share the work out over its workers in place of threads; they need this version of
        stresspain, and the answers are the same to the last bit (on like processors).
    store : str or Path, optional
        A folder to be made (Zarr, version 3), which answers go to part by part. Whatever stops the
        run, the folder can be read (`read_ensemble`) and gone on with; columns are read from it when
        asked for and never all held in memory.
    resume : bool
        Go on with a store that was not finished; it ends as if nothing had stopped it.
    progress : bool or callable, optional
        True draws a bar where somebody watches; a callable is told ``(people_done, people)``.

    Returns
    -------
    Ensemble

    Raises
    ------
    InputError
        If anything given cannot be used; nothing has run then. What fails for one person alone is
        in ``.failures`` instead.
    RunError
        If the workers or the disk fail; what a store holds by then stays.
    KeyboardInterrupt
        When interrupted; with a store, it says how to go on.

    Examples
    --------
    >>> from stresspain.population.people import people
    >>> crowd = people(200, seed=1, spread={"load": (0.1, 0.8)})
    >>> pain = simulate_many(crowd, outcomes=["last"])["last"]
    >>> bool(((pain > 3) == (crowd["load"] > 0.5469)).all())
    True
    """
    if not isinstance(people, People):
        raise InputError(f"simulate_many({shown(people)}): give people, as in simulate_many(people(1000, seed=1)).")
    if not len(people):
        raise InputError("simulate_many: there is nobody among these people. Give one at least.")
    given = _scenario() if scenario is None else scenario
    order = order_of(given, outcomes, days, columns, level)
    task = work(people, given, order.grid, own or {})
    job = Job(task, order, _engine(engine).name)
    runner = _runner(threads, client, joined=store is None)
    watch = watched(progress)
    if store is not None:
        return _through_store(job, store, resume, partial(run_all, runner=runner, progress=watch))
    if resume:
        raise InputError("resume=True goes on with a store, and none is named. Give it too: store='people.zarr'.")
    found = Arrays(len(people), order)
    run_all(job, job.parts, sink=found, runner=runner, progress=watch)
    found.freeze()
    return Ensemble(
        people=people,
        scenario=given,
        outcomes=MappingProxyType(found.outcomes),
        days=order.grid[order.kept],
        columns=MappingProxyType(found.columns),
        failures=MappingProxyType(found.failures),
        provenance=MappingProxyType(_provenance(job)),
    )


def _runner(threads: int | None, client: Any, *, joined: bool) -> Runner:
    """Return who does the work: threads of this process, or a cluster."""
    if client is None:
        return on_threads(threads)
    if threads is not None:
        raise InputError(
            f"threads = {shown(threads)} is for this process; a client's workers have threads of their own."
        )
    return on_cluster(client, join=joined)


def _provenance(job: Job) -> dict[str, Any]:
    """Return how the answers of a job come about."""
    task = job.task
    made = {"version": __version__, "engine": job.engine, **MANY[job.engine].tolerances, "level": job.order.level}
    own = {"own": digest_of(task.own)} if task.own else {}
    return {**made, "scenario": task.scenario.digest, "people": task.people.drawn, **own}


def _through_store(job: Job, store: str | Path, resume: bool, run: Callable[..., None]) -> Ensemble:
    """Run what a store does not hold yet, and return what it holds then."""
    people, scenario, order = job.task.people, job.task.scenario, job.order
    names, days = (order.outcomes, order.columns), order.grid[order.kept].tolist()
    record = heading(people, scenario, _provenance(job), names, days)
    parts = job.parts
    sink = go_on(store, record, people) if resume else begin(store, record, people, scenario, parts[0].stop)
    try:
        run(job, sink.left(parts) if resume else parts, sink=sink)
    except KeyboardInterrupt:
        raise KeyboardInterrupt(f"interrupted. {_kept(sink.folder, len(people))}") from None
    except RunError as error:
        raise RunError(f"{error} {_kept(sink.folder, len(people))}") from None
    return ensemble_in(sink.folder)


def _kept(folder: Path, n: int) -> str:
    """Say what a store holds, and how to go on."""
    return (
        f"{failures_in(folder)[1]:,} of {n:,} people are done and kept in {shown(str(folder))}; "
        "the same call with resume=True goes on from there."
    )
