"""Which way every arrow points, how fast every state moves, and what is traced from the equations.

The two sign tables are written by hand from the model's description, not read from the code.
Steady states cannot see a wrong time constant, and closed forms cannot see a wrong inhibitor; these can.
"""

from __future__ import annotations

import itertools
import re

import numpy as np
import pytest

from stresspain.model import equations
from stresspain.model.catalogue import CATALOGUE
from stresspain.model.equations import REST, Observables, State, observables, rates
from stresspain.model.interventions import turn_down
from stresspain.model.parameters import PARAMETERS, Person
from stresspain.model.wiring import jacobian, latex, symbolic_jacobian, trace

# Rows: whose rate. Columns: stress, cortisol, tension, inflammation, sensitivity.
# "r" is the sign of rho, "." the diagonal, which is not an arrow.
ARROWS = {
    "stress": ". 0 + + +",
    "cortisol": "+ . 0 0 0",
    "tension": "+ 0 . + +",
    "inflammation": "+ r + . 0",
    "sensitivity": "+ 0 + + .",
}

# Which rates rise (+) or fall (-) when a parameter rises, with everything above its resting value.
ANSWERS = {
    "load": {"stress": "+"},
    "k_ls": {"stress": "+"},
    "k_qf": {"stress": "+", "sensitivity": "+"},
    "k_qs": {"stress": "+"},
    "k_sc": {"cortisol": "+"},
    "m_rest": {"tension": "+"},
    "k_sm": {"tension": "+"},
    "k_qm": {"tension": "+"},
    "k_si": {"inflammation": "+"},
    "k_xi": {"inflammation": "+"},
    "rho": {"inflammation": "+"},
    "x_half": {"stress": "-", "tension": "-", "inflammation": "-", "sensitivity": "-"},
    "w_x": {"stress": "+", "tension": "+", "sensitivity": "+"},
    "w_i": {"stress": "+", "tension": "+", "sensitivity": "+"},
    "damage": {"stress": "+", "tension": "+", "sensitivity": "+"},
    "k_sw": {"sensitivity": "+"},
    "k_qw": {"sensitivity": "+"},
    "k_wp": {"sensitivity": "+"},
    "p_half": {"sensitivity": "-"},
    "g": {"stress": "+", "tension": "+", "sensitivity": "+"},
}

PACES = {
    "tau_s": "stress",
    "tau_c": "cortisol",
    "tau_m": "tension",
    "tau_i": "inflammation",
    "tau_p": "sensitivity",
}

STATES = {
    "rather calm": State(0.18, 1.11, 0.15, 0.06, 0.05),
    "half way": State(0.30, 1.20, 0.25, 0.15, 0.50),
    "painful": State(0.38, 1.24, 0.30, 0.27, 0.92),
}
BOTH_SIGNS = pytest.mark.parametrize("rho", [0.8, -0.8])
EVERY_STATE = pytest.mark.parametrize("state", STATES.values(), ids=STATES)


def numbers(rho: float = 0.8, **changes: float):
    k = Person(rho=rho).numbers(load=0.4, damage=0.02)
    vars(k).update(changes)
    return k


def differences(state: State, k) -> np.ndarray:
    """The Jacobian by central differences."""
    step = 1e-6
    columns = []
    for j in range(5):
        up, down = list(state), list(state)
        up[j] += step
        down[j] -= step
        columns.append((np.array(rates(State(*up), k)) - np.array(rates(State(*down), k))) / (2 * step))
    return np.array(columns).T


def sign_of(number: float) -> str:
    return "0" if abs(number) < 1e-9 else "+" if number > 0 else "-"


@BOTH_SIGNS
@EVERY_STATE
def test_every_arrow_between_states_points_the_way_the_story_tells(state, rho):
    matrix = differences(state, numbers(rho))
    for i, (name, row) in enumerate(ARROWS.items()):
        said = row.replace("r", "+" if rho > 0 else "-").split()
        found = ["." if i == j else sign_of(matrix[i, j]) for j in range(5)]
        assert found == said, name


@EVERY_STATE
@pytest.mark.parametrize("name", ANSWERS)
def test_every_parameter_moves_the_states_it_should_and_no_other(name, state):
    k, more = numbers(), numbers()
    setattr(more, name, getattr(k, name) * 1.001)
    moved = np.array(rates(state, more)) - np.array(rates(state, k))
    found = {n: sign_of(1e3 * d) for n, d in zip(State._fields, moved, strict=True) if sign_of(1e3 * d) != "0"}
    assert found == ANSWERS[name]


def test_the_two_tables_cover_every_parameter():
    assert {*ANSWERS, *PACES} == set(PARAMETERS)


@EVERY_STATE
@pytest.mark.parametrize(("tau", "own"), list(PACES.items()))
def test_doubling_a_time_constant_halves_the_rate_of_its_own_state_alone(tau, own, state):
    k = numbers()
    before = rates(state, k)._asdict()
    setattr(k, tau, 2 * getattr(k, tau))
    after = rates(state, k)._asdict()
    assert after.pop(own) == before.pop(own) / 2
    assert after == before


def test_the_default_paces_in_days_are_those_of_the_model():
    k = Person().numbers(load=0.3)
    assert (k.tau_s, k.tau_c, k.tau_m, k.tau_i, k.tau_p) == (3, 2, 3, 7, 28)


@BOTH_SIGNS
@EVERY_STATE
def test_three_ways_to_the_jacobian_agree(state, rho):
    k = numbers(rho)
    sympy = pytest.importorskip("sympy")
    exact = jacobian(state, k)
    traced = trace()
    named = {symbol: getattr(k, name) for name, symbol in vars(traced.k).items()}
    named |= dict(zip(traced.state, state, strict=True))
    symbolic = sympy.lambdify([*named], symbolic_jacobian())(*named.values())
    np.testing.assert_allclose(exact, symbolic, rtol=1e-13, atol=1e-15)
    np.testing.assert_allclose(exact, differences(state, k), rtol=1e-6, atol=1e-9)


def test_the_jacobian_of_many_states_stacks_the_jacobian_of_each():
    many = State(*np.array(list(STATES.values())).T)
    k = numbers()
    one_by_one = [jacobian(state, k) for state in STATES.values()]
    np.testing.assert_array_equal(jacobian(many, k), one_by_one)


def test_the_jacobian_is_finite_at_exactly_zero():
    assert np.all(np.isfinite(jacobian(REST, Person(m_rest=0).numbers(load=0.0))))


# --- one function for floats, arrays, complex numbers, symbols and heyoka expressions --------------


def everything(state: State, k) -> list[float]:
    """Rates and observables of one state."""
    return [*rates(state, k), *observables(state, k)]


@EVERY_STATE
def test_traced_expressions_give_the_numbers_of_the_plain_function(state):
    sympy = pytest.importorskip("sympy")
    k, traced = numbers(), trace()
    inputs = [*traced.state, *vars(traced.k).values()]
    computed = sympy.lambdify(inputs, [*traced.rates, *traced.observables])
    found = computed(*state, *(getattr(k, name) for name in vars(traced.k)))
    np.testing.assert_allclose(found, everything(state, k), rtol=1e-14, atol=1e-16)


@EVERY_STATE
def test_heyoka_expressions_give_the_numbers_of_the_plain_function(state):
    hy = pytest.importorskip("heyoka", reason="heyoka is not installed")
    k = numbers()
    symbols = numbers()
    vars(symbols).update({name: hy.par[i] for i, name in enumerate(PARAMETERS)})
    variables = State(*hy.make_vars(*State._fields))
    computed = hy.cfunc(everything(variables, symbols), vars=list(variables))
    found = computed(list(state), pars=[getattr(k, name) for name in PARAMETERS])
    np.testing.assert_allclose(found, everything(state, k), rtol=1e-14, atol=1e-16)


def test_arrays_give_the_numbers_of_floats():
    many = State(*np.array(list(STATES.values())).T)
    one_by_one = [everything(state, numbers()) for state in STATES.values()]
    np.testing.assert_array_equal(np.array(everything(many, numbers())).T, one_by_one)


def test_parameters_may_be_arrays_too():
    loads = np.array([0.0, 0.3, 1.5])
    at_once = rates(STATES["painful"], numbers(load=loads)).stress
    np.testing.assert_array_equal(at_once, [rates(STATES["painful"], numbers(load=x)).stress for x in loads])


# --- LaTeX ----------------------------------------------------------------------------------------


def lines() -> list[str]:
    return latex().splitlines()[1:-1]


def test_the_formulas_hold_every_symbol_of_every_parameter_and_state():
    sympy = pytest.importorskip("sympy")
    text = latex()
    for quantity in PARAMETERS.values():
        written = sympy.latex(sympy.Symbol(quantity.symbol))
        assert re.search(rf"(?<![A-Za-z\\]){re.escape(written)}(?![A-Za-z])", text), quantity.name
    lefts = [line.split(" &= ")[0] for line in lines()]
    assert lefts == [r"\dot{S}", r"\dot{C}", r"\dot{M}", r"\dot{I}", r"\dot{P}", "X", "N", "Q", "F", "W"]


def test_every_formula_can_be_set_as_mathematics():
    pytest.importorskip("sympy")
    from matplotlib.mathtext import MathTextParser

    parser = MathTextParser("path")
    for line in lines():
        parser.parse(f"${line.removesuffix(chr(92) * 2).replace('&', '')}$")


def test_the_formulas_are_traced_from_the_code_and_not_typed(monkeypatch):
    pytest.importorskip("sympy")
    before = lines()
    monkeypatch.setattr(equations, "d_cortisol", lambda C, S, k: (1 + k.k_sc * S * S - C) / k.tau_c)
    changed = [i for i, (a, b) in enumerate(zip(before, lines(), strict=True)) if a != b]
    assert changed == [1]
    assert "S^{2}" in lines()[1]


def test_the_traced_rates_hold_every_parameter():
    pytest.importorskip("sympy")
    traced = trace()
    used = set().union(*(expression.free_symbols for expression in traced.rates))
    assert used == {*vars(traced.k).values(), *traced.state}


def test_observables_are_named_as_documented():
    assert Observables._fields == ("ischaemia", "blood_flow", "nociception", "pain", "felt_pain", "sleep_loss")


# --- effects --------------------------------------------------------------------------------------


@pytest.mark.parametrize("order", list(itertools.permutations(["adaptogen", "sleep", "muscle_relaxant"])))
def test_effects_multiply_in_any_order(order):
    levels = {"adaptogen": 0.6, "sleep": 0.3, "muscle_relaxant": 0.2}
    k = numbers()
    turn_down(k, [CATALOGUE[name]() for name in order], [levels[name] for name in order])
    assert k.k_sm == pytest.approx(0.35 * (1 - 0.6 * 0.40) * (1 - 0.2), rel=1e-15)
    assert k.k_qm == pytest.approx(0.30 * (1 - 0.2), rel=1e-15)
    assert k.k_sc == pytest.approx(0.60 * (1 - 0.6 * 0.45), rel=1e-15)
    assert k.k_si == pytest.approx(0.20 * (1 - 0.6 * 0.40), rel=1e-15)
    assert k.k_wp == pytest.approx(0.60 * (1 - 0.3), rel=1e-15)
    assert k.k_ls == 0.6
