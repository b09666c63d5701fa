"""The equations as JavaScript, traced from the one right-hand side: nothing of the model is typed there again.

``python -m stresspain.show.explorer.javascript`` writes ``web/src/model.js`` and ``web/src/declared.js``
anew; a test compares them with what stands there. Numbers go by position, in the order of `PARAMETERS`,
because the solver asks thousands of times a second.
"""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from stresspain.cycle.circuits import circuits
from stresspain.cycle.return_map import pain_out
from stresspain.model import equations
from stresspain.model.arrows import LETTERS, NODES, arrows
from stresspain.model.equations import Observables, State, settled
from stresspain.model.files import write_whole
from stresspain.model.parameters import PARAMETERS
from stresspain.model.wiring import symbolic_jacobian, trace
from stresspain.show.explorer.declared import declared_javascript, json_text

_FOLDER = Path(__file__).parent / "web" / "src"

_HEAD = """\
// Generated from src/stresspain/model/equations.py by `python -m stresspain.show.explorer.javascript`: do not edit.
// Illustrative, not clinical. States, observables and numbers go by position, in the orders below; time is in days,
// pain is 0 to 1 here.
"""


def model_javascript() -> str:
    """Return the text of ``model.js``: rates, observables, what settles, the return map, slopes.

    Raises
    ------
    ImportError
        If SymPy is not installed; the message holds the command to type.
    """
    lists = {
        "STATES": State._fields,
        "OBSERVABLES": Observables._fields,
        "NUMBERS": tuple(PARAMETERS),
        "NODES": NODES,
        "ARROWS": [[a.source, a.target, a.parameter] for a in arrows()],
        "CIRCUITS": circuits(),
    }
    parts = [_HEAD, *(f"export const {name} = {json_text(value)};" for name, value in lists.items())]
    return "\n".join([*parts, *_functions()])


def write_modules(folder: Path = _FOLDER) -> None:
    """Write both generated modules.

    Raises
    ------
    InputError
        If they cannot be written.
    ImportError
        If SymPy is not installed.
    """
    write_whole(folder / "model.js", model_javascript())
    write_whole(folder / "declared.js", declared_javascript())


def _functions() -> Iterator[str]:
    """Give each function as text."""
    import sympy as sp

    traced = trace()
    q, c = sp.symbols("q c", real=True)
    out, bounded = _return_map(traced.k, q, c)
    yield _function("rates", "How fast each state moves, per day.", ("y", "k"), traced.rates)
    yield _function("observables", "What follows from the states at once.", ("y", "k"), traced.observables)
    yield _function("jacobian", "How each rate answers to each state, row by row.", ("y", "k"), symbolic_jacobian())
    yield _function("settled", "Pain held at q: the states once all else rests.", ("q", "k"), _settled(traced.k, q))
    yield _function("painOut", "The return map: pain out for pain q in.", ("q", "k"), out)
    yield _function("painBounded", "The same, with cortisol answering to pain c instead.", ("q", "c", "k"), bounded)
    yield _function("withSlope", "The return map and its slope.", ("q", "k"), [out, sp.diff(out, q)])
    yield _function("slopes", "How each arrow's target answers to its source.", ("y", "k"), _slopes(traced, "arrows"))
    yield _function("pulls", "How each state pulls on itself, 1/day.", ("y", "k"), _slopes(traced, "pulls"))


# --- what is traced -------------------------------------------------------------------------------


def _settled(k: SimpleNamespace, q: Any) -> list[Any]:
    """Trace where all states settle; the time constants cancel and are left out."""
    return [_exact(x) for x in settled(q, _still(k))]


def _return_map(k: SimpleNamespace, q: Any, c: Any) -> tuple[Any, Any]:
    """Trace the return map, and the one whose cortisol answers to another pain."""
    return _exact(pain_out(q, _still(k))), _exact(pain_out(q, _still(k), c))


def _still(k: SimpleNamespace) -> SimpleNamespace:
    """Return the symbols with every time constant 1."""
    return SimpleNamespace(**{name: 1 if name.startswith("tau_") else symbol for name, symbol in vars(k).items()})


def _exact(expression: Any) -> Any:
    """Write 1.0 as 1, so that SymPy leaves out what multiplies by it."""
    import sympy as sp

    floats = expression.atoms(sp.Float)
    return expression.xreplace({x: sp.Integer(int(x)) for x in floats if float(x).is_integer()})


def _slopes(traced: Any, which: str) -> list[Any]:
    """Trace the partial derivatives of each node's own function."""
    import sympy as sp

    symbols = dict(zip(NODES, sp.symbols(NODES, real=True), strict=True))
    values = {**traced.state._asdict(), **traced.observables._asdict()}
    functions = {node: _own_function(node, symbols, traced.k) for node in NODES}
    inputs = vars(traced.k)
    pairs = [(a.source, a.target) for a in arrows()] if which == "arrows" else [(s, s) for s in State._fields]
    found = [sp.diff(functions[target], symbols.get(source, inputs.get(source))) for source, target in pairs]
    return [slope.subs({symbols[node]: values[node] for node in NODES}) for slope in found]


def _own_function(node: str, symbols: Mapping[str, Any], k: SimpleNamespace) -> Any:
    """Trace one node's function of the nodes that act on it."""
    function = getattr(equations, f"d_{node}" if node in State._fields else node)
    letters = tuple(inspect.signature(function).parameters)[:-1]
    return function(*(symbols[LETTERS[letter]] for letter in letters), k)


# --- how it is printed ----------------------------------------------------------------------------


def _function(name: str, said: str, arguments: tuple[str, ...], given: Any) -> str:
    """Print one function of expressions, common subexpressions first."""
    import sympy as sp

    many = not isinstance(given, sp.Expr)
    shared, left = sp.cse(list(given) if many else [given], symbols=sp.numbered_symbols("x"), order="canonical")
    used = {symbol.name for e in [*left, *(e for _, e in shared)] for symbol in e.free_symbols}
    products = _Products()
    for symbol, expression in shared:
        products.put(symbol, expression)
    values = [_code(products.of(expression)) for expression in left]
    lines = [f"/** {said} */", f"export function {name}({', '.join(arguments)}) {{", *_reads(used, arguments)]
    lines += [f"  const {symbol} = {_code(expression)};" for symbol, expression in products.found]
    lines += ["  return [", *(f"    {value}," for value in values), "  ];"] if many else [f"  return {values[0]};"]
    return "\n".join(["", *lines, "}", ""])


class _Products:
    """Powers written as products, each once: x^4 is a square's square, as in the equations."""

    def __init__(self) -> None:
        self.found: list[tuple[Any, Any]] = []
        self._names: dict[Any, Any] = {}

    def put(self, symbol: Any, expression: Any) -> None:
        """Take one more line."""
        self.found.append((symbol, self.of(expression)))

    def of(self, expression: Any) -> Any:
        """Return an expression with names in place of its powers."""
        if not expression.args:
            return expression
        if expression.is_Pow and expression.exp.is_Integer and abs(expression.exp) > 1:
            product = self._power(self.of(expression.base), abs(int(expression.exp)))
            return product if expression.exp > 0 else 1 / product
        return expression.func(*(self.of(part) for part in expression.args))

    def _power(self, base: Any, power: int) -> Any:
        """Return the name of a whole power."""
        if power == 1:
            return base if base.is_Symbol else self._named(base, base)
        half = self._power(base, power // 2) if power % 2 == 0 else self._power(base, power - 1)
        other = half if power % 2 == 0 else self._power(base, 1)
        return self._named((base, power), _times(half, other))

    def _named(self, key: Any, expression: Any) -> Any:
        """Return the name of an expression, a new one where it has none."""
        import sympy as sp

        if key not in self._names:
            self._names[key] = sp.Symbol(f"p{len(self._names)}", real=True)
            self.found.append((self._names[key], expression))
        return self._names[key]


def _times(a: Any, b: Any) -> Any:
    """Return a product that SymPy leaves as it is."""
    import sympy as sp

    return sp.Mul(a, b, evaluate=False)


def _reads(used: set[str], arguments: tuple[str, ...]) -> list[str]:
    """Print how the names that are used are read from the arrays."""
    lines = []
    for array, names in (("y", State._fields), ("k", tuple(PARAMETERS))):
        read = [f"{name} = {array}[{i}]" for i, name in enumerate(names) if name in used]
        if array in arguments and read:
            text = f"const {', '.join(read)};"
            lines += textwrap.wrap(text, 116, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)
    return lines


def _code(expression: Any) -> str:
    """Print one expression."""
    from sympy import jscode

    return str(jscode(expression))


if __name__ == "__main__":
    write_modules()
