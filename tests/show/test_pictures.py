"""Every figure carries units, the note and its words. Illustrative, not clinical."""

import base64
import itertools
import re
import struct
import xml.etree.ElementTree as ET
import zlib

import pytest
from matplotlib.text import Text

import stresspain as sp
from stresspain.show.plots import plot_comparison, plot_pain, plot_states
from stresspain.show.style import INKS, NOTE
from stresspain.simulation.run import simulate


@pytest.fixture(scope="module")
def run():
    return simulate(load=0.4, start="painful", plan=[sp.painkiller(0.3, stop=28), sp.adaptogen(stop=84)], days=120)


def _texts(axes):
    return [t.get_text() for t in axes.texts]


def _png_texts(data: bytes) -> dict[str, str]:
    """Read the text chunks of a PNG, by hand."""
    found, at = {}, 8
    while at < len(data):
        (size,) = struct.unpack(">I", data[at : at + 4])
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + size]
        if kind == b"tEXt":
            key, _, value = body.partition(b"\0")
            found[key.decode()] = value.decode("latin-1")
        elif kind == b"iTXt":
            key, rest = body.split(b"\0", 1)
            packed, value = rest[0], rest[2:].split(b"\0", 2)[2]
            found[key.decode()] = (zlib.decompress(value) if packed else value).decode()
        at += size + 12
    return found


@pytest.mark.parametrize("draw", [plot_pain, plot_states])
def test_a_figure_of_a_run_has_units_and_the_note(run, draw):
    axes = draw(run)
    assert axes.get_xlabel() == "day"
    assert re.search(r"\(.+\)", axes.get_ylabel())
    assert NOTE in _texts(axes)


def test_a_figure_is_drawn_into_the_axes_given(run):
    from matplotlib.figure import Figure

    left, right = Figure().subplots(1, 2)
    assert plot_pain(run, ax=left) is left
    assert plot_states(run, ax=right) is right
    told = sp.compare([run])
    assert plot_comparison(told, ax=left) is left


def test_lines_are_labelled_at_their_ends_and_labels_do_not_touch(run):
    axes = plot_comparison(sp.compare({f"plan {i}": run for i in range(6)}))
    labels = [t for t in axes.texts if t.get_text().startswith("plan")]
    heights = sorted(t.xyann[1] for t in labels)
    assert len(labels) == 6
    assert min(b - a for a, b in itertools.pairwise(heights)) > 0.05


def test_a_label_of_two_lines_touches_no_other():
    masked = simulate(load=0.4, start="painful", plan=sp.painkiller(0.3, stop=28), days=120)
    axes = plot_pain(masked)
    figure = axes.figure
    figure.draw_without_rendering()
    named = [t for t in axes.texts if t.get_text() in ("felt pain", "pain without\nthe painkiller")]
    boxes = [Text.get_window_extent(t) for t in named]  # without the line that leads to it
    assert len(boxes) == 2
    assert boxes[0].y1 < boxes[1].y0 or boxes[1].y1 < boxes[0].y0


def test_bars_are_named_only_where_there_are_any():
    assert plot_comparison(sp.compare({"quiet": simulate(days=5)})).get_xlabel() == "day"
    taken = simulate(days=5, plan=sp.sleep())
    assert plot_comparison(sp.compare({"sleep": taken})).get_xlabel() == "day; bars: when something is taken"


def test_the_bars_stand_where_something_is_taken(run):
    axes = plot_pain(run)
    spans = {tuple(p.get_extents().intervalx) for c in axes.collections for p in c.get_paths()}
    assert (0.0, 28.0) in spans
    assert (0.0, 84.0) in spans


def test_inks_differ_in_grey_or_in_dash_and_stand_out_from_white():
    def light(colour):
        channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    assert len({str(i.dash) for i in INKS}) == len(INKS)
    assert all(1.05 / (light(i.colour) + 0.05) >= 4.5 for i in INKS), "contrast on white below WCAG AA"


def test_a_notebook_gets_the_words_as_alternative_text(run):
    picture = run.plot()
    bundle = picture._repr_mimebundle_()
    assert set(bundle) == {"text/html", "image/png", "text/plain"}
    image = ET.fromstring(bundle["text/html"].replace("<img ", "<img ").rstrip(">") + "/>")
    assert image.get("alt") == picture.alt == bundle["text/plain"]
    assert run.explain() in picture.alt
    assert base64.b64decode(bundle["image/png"]).startswith(b"\x89PNG")


def test_png_and_svg_files_hold_the_words(run, tmp_path):
    picture = run.plot()
    said = _png_texts(picture.save(tmp_path / "a.png").read_bytes())
    assert said["Description"] == picture.alt
    assert "not clinical" in said["Software"]
    root = ET.fromstring(picture.save(tmp_path / "a.svg").read_bytes())
    name = "{http://www.w3.org/2000/svg}"
    assert root.get("role") == "img"
    assert root.find(f"{name}desc").text == picture.alt == root.get("aria-label")
    assert picture.save(tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")


def test_a_picture_is_the_same_file_each_time(run):
    assert run.plot().render("svg") == run.plot().render("svg")


def test_an_unknown_kind_or_ending_is_a_lesson(run, tmp_path):
    with pytest.raises(sp.InputError, match=r"'stats'; did you mean 'states' \(the five states over time\)"):
        run.plot("stats")
    with pytest.raises(sp.InputError, match=r"written as \.png, \.svg or \.pdf, not as '\.gif'"):
        run.plot().save(tmp_path / "a.gif")
    with pytest.raises(sp.InputError, match="cannot be written"):
        run.plot().save("/proc/no/such/place.png")


def test_drawing_leaves_pyplot_alone(run):
    import matplotlib.pyplot as plt

    before = plt.get_fignums()
    run.plot()
    run.plot("states")
    sp.compare([run]).plot()
    assert plt.get_fignums() == before
