"""The command `demo`: the main job, on a diary made for teaching."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from stresspain.cli.given import add_engine
from stresspain.cli.progress import watched
from stresspain.evidence import claims, safety
from stresspain.exchange.diary import read_diary
from stresspain.model.catalogue import adaptogen, lifestyle, painkiller
from stresspain.model.files import data_file, write_whole
from stresspain.model.interventions import Intervention
from stresspain.show.headlines import three_sentences
from stresspain.show.report import DISCLAIMER, Chapter, report_page
from stresspain.simulation.compare import Comparison, compare
from stresspain.simulation.readings import compare_readings
from stresspain.simulation.run import simulate
from stresspain.simulation.scenario import scenario

DIARY = "diaries/exam_term.csv"
TITLE = "One exam term, six plans"

#: Twelve of the shipped diary's 26 weeks, from the first day of the exams on; the same share of another diary.
COURSE = (84 / 182, 168 / 182)

_HOW_STATES_MOVE = (
    "What lies under the pain. Stress moves within days, sensitivity within weeks: it is the memory of the system. "
    "Cortisol is drawn as what it lies above its rested baseline."
)


def plans(days: int) -> dict[str, tuple[Intervention, ...]]:
    """Return what the demo compares over a diary of so many days, by label."""
    start = float(round(COURSE[0] * days))
    course = {"start": start, "stop": max(float(round(COURSE[1] * days)), start + 1)}
    return {
        "nothing taken": (),
        "painkiller": (painkiller(**course),),
        "adaptogen (guide)": (adaptogen(600, "guide", **course),),
        "adaptogen (trials)": (adaptogen(600, "trials", **course),),
        "adaptogen (none)": (adaptogen(600, "none", **course),),
        "lifestyle measures": lifestyle(**course),
    }


def add(commands: Any) -> None:
    """Declare the command."""
    demo = commands.add_parser("demo", help="run the shipped diary under every plan and write a report")
    demo.add_argument(
        "--out", type=Path, dest="folder", default=Path("out/demo"), metavar="FOLDER", help="default: out/demo"
    )
    demo.add_argument("--diary", type=Path, help="another diary (.csv) in place of the shipped one")
    demo.add_argument("--scale", choices=("0-10", "0-1"), help="scale of that diary's load, if the file does not say")
    add_engine(demo)
    demo.set_defaults(call=_demo)


def _demo(given: argparse.Namespace) -> None:
    """Run, write, and say where it is and what matters."""
    diary = read_diary(given.diary or data_file(DIARY), scale=given.scale)
    base = scenario(load=diary.load, days=diary.length)
    told = compare(
        {
            label: simulate(base.but(plan=plan, title=label), engine=given.engine)
            for label, plan in watched(plans(diary.length).items(), "running")
        }
    )
    sentences = three_sentences(told)
    title = f"{diary.title}, six plans" if given.diary else TITLE
    written = _write(told, title, sentences, given.folder)
    print(f"Report: {written[0]}")
    print(f"Beside it: {', '.join(path.name for path in written[1:])}")
    for number, sentence in enumerate(sentences, 1):
        print(f"{number}. {sentence}")
    print(DISCLAIMER)


def _write(told: Comparison, title: str, sentences: list[str], folder: Path) -> list[Path]:
    """Write the report, the tables and the pictures; the report last, so that it never speaks of missing files."""
    written = [told.to_csv(folder / "outcomes.csv"), told.plot().save(folder / "comparison.png")]
    chapters = []
    for label, run in watched(told.runs.items(), "drawing"):
        name = "".join(c if c.isalnum() else "_" for c in label).strip("_").replace("__", "_")
        picture = run.plot()
        written += [run.to_csv(folder / f"{name}.csv"), picture.save(folder / f"{name}.png")]
        chapters.append(Chapter(label, picture, run.explain()))
    untreated = told.runs["nothing taken"]
    states = untreated.plot("states")
    written.append(states.save(folder / "five_states.png"))
    chapters.insert(1, Chapter("nothing taken: the five states", states, _HOW_STATES_MOVE))
    doubt = compare_readings(
        told.runs["adaptogen (guide)"].scenario, wiring=True, engine=untreated.provenance["engine"]
    )
    page = report_page(title, sentences, told, chapters, doubt, claims(), safety())
    return [write_whole(folder / "report.html", page), *written]
