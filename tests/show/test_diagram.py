"""The causal loop diagram shows the wiring, all of it, and nothing lies on top of anything else."""

import itertools
import re
import xml.etree.ElementTree as ET

import pytest

import stresspain as sp
from stresspain.cycle.loops import loops
from stresspain.model.arrows import arrows
from stresspain.show.diagram import diagram, picture_loops, plot_diagram, sketch
from stresspain.show.diagram_layout import PLACES
from stresspain.show.loop_words import explain_loops, node_words, route_shares
from stresspain.show.sketch import Box, Curve, Patch, Sketch, Text, svg
from stresspain.show.style import NOTE

PAINFUL = sp.rests(load=0.4)[-1]

SCENES = {
    "painful": loops("painful", load=0.4),
    "calm": loops("calm", load=0.2),
    "ridge": loops(sp.rests(load=0.3)[1]),
    "restrained": loops("calm", load=0.5, person=sp.Person(rho=-1)),
    "herb": loops(PAINFUL.state, load=0.4, plan=[sp.adaptogen(), *sp.lifestyle()]),
    "all turned down": loops(
        PAINFUL.state,
        load=0.4,
        plan=[sp.adaptogen(), sp.painkiller(), sp.muscle_relaxant(), *sp.lifestyle(), sp.cut("pain->stress")],
    ),
    "nothing left": loops("calm", person=sp.Person(k_qm=0), plan=[sp.cut("pain->felt_pain")]),
}


def shapes(made, kind):
    return [shape for _, group in made.groups for shape in group if isinstance(shape, kind)]


def words(made):
    return [text.words for text in shapes(made, Text)]


@pytest.fixture(params=SCENES, scope="module")
def found(request):
    return SCENES[request.param]


def test_every_node_and_every_arrow_of_the_model_is_drawn(found):
    made = sketch(found)
    assert {node for a in arrows() for node in (a.source, a.target)} == set(PLACES)
    assert {node_words(node) for node in PLACES} <= set(words(made))
    named = [name for name, _ in made.groups if name]
    for a in arrows():
        assert sum(name.startswith(f"{node_words(a.source)} -> {node_words(a.target)}:") for name in named) == 1


def test_every_arrow_that_acts_has_its_sign_and_a_head(found):
    made = sketch(found)
    acting = [gain for gain in found.links.values() if abs(gain) > 1e-9]
    assert words(made).count("+") == sum(gain > 0 for gain in acting)
    assert words(made).count("−") == sum(gain < 0 for gain in acting)
    on_top = 1 if found.loops[0].gain else 0  # the turning arrow of the strongest loop
    assert len(shapes(made, Patch)) == len(acting) + on_top


def rectangle(shape):
    """Left, top, right and bottom of a block of words."""
    if isinstance(shape, Box):
        (x, y), (w, h) = shape.middle, shape.size
        return x - w / 2, y - h / 2, x + w / 2, y + h / 2
    w, (x, y) = 0.62 * shape.size * len(shape.words), shape.at
    left = x if shape.align == "start" else x - w / 2
    return left, y - 0.4 * shape.size, left + w, y + 0.4 * shape.size


def test_no_words_lie_on_other_words(found):
    made = sketch(found)
    boxes = [rectangle(box) for box in shapes(made, Box)]
    texts = [rectangle(text) for text in shapes(made, Text)]
    boxed = [
        t for t in texts if any(b[0] < (t[0] + t[2]) / 2 < b[2] and b[1] < (t[1] + t[3]) / 2 < b[3] for b in boxes)
    ]
    blocks = boxes + [t for t in texts if t not in boxed]
    for a, b in itertools.combinations(blocks, 2):
        apart = a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
        assert apart, (a, b)


def test_no_arrow_runs_through_a_node(found):
    made = sketch(found)
    nodes = [rectangle(t) for t in shapes(made, Text) if t.words in {node_words(node) for node in PLACES}]
    for line in shapes(made, Curve):
        for x, y in line.points:
            assert not any(left < x < right and top < y < bottom for left, top, right, bottom in nodes)


def test_everything_lies_on_the_page(found):
    made = sketch(found)
    for left, top, right, bottom in map(rectangle, [*shapes(made, Text), *shapes(made, Box)]):
        assert left >= 0
        assert top >= 0
        assert right <= made.size[0]
        assert bottom <= made.size[1]
    for shape in [*shapes(made, Curve), *shapes(made, Patch)]:
        assert all(0 <= x <= made.size[0] and 0 <= y <= made.size[1] for x, y in shape.points)


def curve(found, name):
    """The line of one arrow, without the pale one under it."""
    told = f"{node_words(name.split('->')[0])} -> {node_words(name.split('->')[1])}:"
    (group,) = [group for said, group in sketch(found).groups if said.startswith(told)]
    return [shape for shape in group if isinstance(shape, Curve)]


def test_an_arrow_is_the_wider_the_larger_its_gain():
    widths = {name: curve(SCENES["painful"], name)[-1].width for name in SCENES["painful"].links}
    gains = {name: abs(gain) for name, gain in SCENES["painful"].links.items()}
    assert sorted(widths, key=lambda n: (widths[n], n)) == sorted(gains, key=lambda n: (gains[n], n))


def test_an_arrow_that_is_turned_down_is_green_on_the_width_it_would_have():
    pale, line = curve(SCENES["herb"], "stress->tension")
    assert (pale.colour, line.colour) == ("#A8DCCA", "#007A5A")
    assert pale.width > line.width
    assert "−30 %" in words(sketch(SCENES["herb"]))
    assert curve(SCENES["herb"], "tension->ischaemia")[-1].colour != "#007A5A"


def test_a_cut_arrow_is_dotted_without_a_head_and_says_so():
    pale, line = curve(SCENES["all turned down"], "felt_pain->stress")
    assert line.dash
    assert pale.width > line.width
    assert "cut" in words(sketch(SCENES["all turned down"]))


def test_a_balancing_arrow_is_dashed_and_its_loops_are_marked_b():
    made = sketch(SCENES["restrained"])
    (line,) = curve(SCENES["restrained"], "cortisol->inflammation")
    assert line.dash
    assert any(re.fullmatch(r"B \d+ %", said) for said in words(made))
    assert SCENES["restrained"]["B8"].gain < 0


def test_the_shares_on_the_arrows_add_up_to_all(found):
    total = sum(map(abs, route_shares(found).values()))
    assert total == pytest.approx(1.0 if found.loops[0].gain else 0.0)
    shown = [int(m[1]) for said in words(sketch(found)) if (m := re.fullmatch(r"[RB] (\d+) %", said))]
    assert abs(sum(shown) - 100 * total) <= 3


def test_the_strongest_loop_is_marked_and_listed_with_its_way(found):
    said = words(sketch(found))
    if found.loops[0].gain:
        assert said.count(found.loops[0].name) == 2
    assert NOTE in said


def test_the_svg_stands_alone_with_a_title_a_description_and_named_arrows(found):
    picture = picture_loops(found)
    page = ET.fromstring(picture.render("svg"))
    space = {"s": "http://www.w3.org/2000/svg"}
    assert page.get("role") == "img"
    assert page.get("aria-labelledby") == "title description"
    assert page.find("s:title", space).text == picture.title
    assert page.find("s:desc", space).text == picture.alt
    assert len(page.findall("s:g/s:title", space)) == len(arrows())
    assert page.get("viewBox") == "0 0 1600 900"
    assert "href" not in picture.render("svg").decode()


def test_matplotlib_and_svg_draw_the_same_words():
    axes = plot_diagram(SCENES["painful"])
    page = ET.fromstring(svg(sketch(SCENES["painful"]), "t", "d"))
    written = [text.text for text in page.iter("{http://www.w3.org/2000/svg}text")]
    assert [t.get_text() for t in axes.texts] == written


def test_words_that_svg_would_read_as_markup_are_written_out():
    made = Sketch((10.0, 10.0))
    made.add(Text((1.0, 1.0), "a < b & c", 2.0), named="<x>")
    page = ET.fromstring(svg(made, "<title>", 'say "so"'))
    assert page[0].text == "<title>"
    assert next(page.iter("{http://www.w3.org/2000/svg}text")).text == "a < b & c"


def test_the_diagram_speaks_its_numbers():
    picture = diagram("painful", load=0.4)
    assert picture.alt == f"Causal loop diagram. {explain_loops(SCENES['painful'])}"
    assert "R1 (gain 0.199, 42 % of all" in picture.alt
    assert picture.render("png")[:4] == b"\x89PNG"
    assert diagram(SCENES["calm"]).title == "The vicious cycle at felt pain 0.3 of 10"


def test_loops_that_were_found_already_take_nothing_beside_them():
    with pytest.raises(sp.InputError, match="the loops hold person, load, damage and plan"):
        diagram(SCENES["calm"], load=0.4)
