"""Every number of the model, declared once.

All sizes are illustrative: chosen so that the guide's story is told at daily scale. `grade` and
`source` say what is known about each arrow's *direction*; nothing here is calibrated to a person.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType, SimpleNamespace

from stresspain.model.errors import InputError, shown, unknown
from stresspain.model.quantity import Quantity

_LUNDBERG = "Lundberg 1994, doi:10.1207/s15327558ijbm0104_5; null result in PMC2856657"
_MARSLAND = "Marsland 2017, doi:10.1016/j.bbi.2017.01.011 (acute cytokines up, CRP not)"
_MILLER = "Miller 2002, Health Psychol 21:531-541 against Generaal 2014, BMC Musculoskelet Disord 15:227"
_FLOW = "PMID 3371342: blood flow suffices below about 10 % of maximal contraction, which speaks against this arrow"
_FINAN = "Finan 2013, J Pain 14:1539-1552"
_WOOLF = "Woolf 2011, Pain 152:S2-S15"
_SLOW = "a choice: the hormones and markers themselves turn over within a day"

_DECLARED = (
    Quantity("load", "L", 0.3, "-", 0, 1.5, "stressor load from outside", "chosen"),
    Quantity("k_ls", "k_{LS}", 0.6, "-", 0, 2, "load raises stress", "chosen"),
    Quantity("k_qf", "k_{QF}", 1.0, "-", 0, 1, "share of pain that is felt; 1 = no painkiller", "chosen"),
    Quantity(
        "k_qs",
        "k_{QS}",
        0.6,
        "-",
        0,
        2,
        "felt pain raises stress",
        "disputed",
        "plausible over days; a momentary diary, read second-hand, found no effect after hours",
    ),
    Quantity("k_sc", "k_{SC}", 0.6, "-", 0, 1, "stress raises cortisol", "disputed", _MILLER),
    Quantity("m_rest", "m_0", 0.10, "-", 0, 0.5, "posture: muscle tension at rest", "chosen"),
    Quantity("k_sm", "k_{SM}", 0.35, "-", 0, 2, "stress raises muscle tension", "direction", _LUNDBERG),
    Quantity(
        "k_qm",
        "k_{QM}",
        0.30,
        "-",
        0,
        1,
        "pain raises muscle tension (guarding)",
        "disputed",
        "Hodges & Tucker 2011, Pain 152:S90-S98 (redistribution, not a stereotyped increase)",
    ),
    Quantity("k_si", "k_{SI}", 0.20, "-", 0, 1, "stress raises inflammation", "direction", _MARSLAND),
    Quantity("k_xi", "k_{XI}", 0.40, "-", 0, 1.5, "ischaemia raises inflammation", "disputed", _FLOW),
    Quantity(
        "rho",
        r"\rho",
        0.80,
        "-",
        -1,
        3,
        "cortisol's action on inflammation: above 0 it lets it through, below 0 it restrains it",
        "disputed",
        _MILLER,
    ),
    Quantity("x_half", r"x_{1/2}", 0.33, "-", 0.1, 1, "muscle tension at half ischaemia", "disputed", _FLOW),
    Quantity("w_x", "w_X", 0.55, "-", 0, 2, "ischaemia feeds nociception", "disputed", _FLOW),
    Quantity(
        "w_i",
        "w_I",
        0.45,
        "-",
        0,
        2,
        "inflammation feeds nociception",
        "disputed",
        "doi:10.3389/fimmu.2022.945513 (few studies, hsCRP no difference)",
    ),
    Quantity(
        "damage",
        "D",
        0.0,
        "-",
        0,
        0.5,
        "structural input to nociception; nothing in the catalogue acts on it",
        "chosen",
    ),
    Quantity("k_sw", "k_{SW}", 0.8, "-", 0, 3, "stress costs sleep", "chosen"),
    Quantity("k_qw", "k_{QW}", 0.8, "-", 0, 3, "felt pain costs sleep", "direction", _FINAN),
    Quantity("k_wp", "k_{WP}", 0.60, "-", 0, 2, "sleep loss sensitises", "direction", _FINAN),
    Quantity("p_half", "p_{1/2}", 0.22, "-", 0.05, 1, "nociception at half sensitisation", "direction", _WOOLF),
    Quantity("g", "g", 3.8, "-", 0, 10, "amplification of pain by sensitisation", "direction", _WOOLF),
    Quantity("tau_s", r"\tau_S", 3, "d", 0.05, 365, "how slowly stress moves", "chosen"),
    Quantity("tau_c", r"\tau_C", 2, "d", 0.05, 365, "how slowly mean daily cortisol tone moves", "chosen", _SLOW),
    Quantity("tau_m", r"\tau_M", 3, "d", 0.05, 365, "how slowly sustained muscle tension moves", "chosen"),
    Quantity("tau_i", r"\tau_I", 7, "d", 0.05, 365, "how slowly inflammatory tone moves", "chosen", _SLOW),
    Quantity("tau_p", r"\tau_P", 28, "d", 0.05, 365, "how slowly pain sensitivity moves", "chosen", _WOOLF),
)

#: Every declared number by name, in the order that vectors of parameters use.
PARAMETERS: Mapping[str, Quantity] = MappingProxyType({q.name: q for q in _DECLARED})

#: What the world does to a person; a `Scenario` carries these as schedules.
OUTSIDE = ("load", "damage")

#: What a person brings along: everything else.
PERSONAL = tuple(name for name in PARAMETERS if name not in OUTSIDE)

_DEFAULTS = tuple(PARAMETERS[name].default for name in PERSONAL)


def parameter(name: str) -> Quantity:
    """Return the declaration of one parameter.

    Raises
    ------
    InputError
        If there is none of that name; the message holds the nearest one.

    Examples
    --------
    >>> parameter("k_sm").meaning
    'stress raises muscle tension'
    """
    try:
        return PARAMETERS[name]
    except (KeyError, TypeError):
        raise unknown("parameter", name, {q.name: q.meaning for q in PARAMETERS.values()}) from None


class Person:
    """A person's numbers: immutable, complete, every one inside its declared range.

    Parameters
    ----------
    **changes : float
        Parameters that differ from their defaults, by name. `load` and `damage` are not a person's
        numbers: they come from outside and belong to the scenario.

    Raises
    ------
    InputError
        For an unknown name (with the nearest one) or a value outside its range.

    Examples
    --------
    >>> tense = Person(k_sm=0.5)
    >>> tense.k_sm, tense.k_qs
    (0.5, 0.6)
    >>> tense
    Person(k_sm=0.5)
    """

    __slots__ = ("_by_name", "_values")
    _by_name: dict[str, float]
    _values: tuple[float, ...]

    def __init__(self, /, **changes: float) -> None:
        by_name = dict(zip(PERSONAL, _DEFAULTS, strict=True))
        for name, value in changes.items():
            if name in OUTSIDE:
                raise InputError(
                    f"{name} = {shown(value)} is not one of a person's numbers ({PARAMETERS[name].meaning}). "
                    f"It comes from outside: give it to the scenario, as in simulate({name}=...)."
                )
            by_name[name] = parameter(name).check(value)
        object.__setattr__(self, "_by_name", by_name)
        object.__setattr__(self, "_values", tuple(by_name.values()))

    def but(self, /, **changes: float) -> Person:
        """Return the same person with some numbers changed.

        Raises
        ------
        InputError
            As for `Person`.

        Examples
        --------
        >>> Person(k_sm=0.5).but(k_qs=0)
        Person(k_qs=0, k_sm=0.5)
        """
        return Person(**{**self.changes, **changes})

    @property
    def changes(self) -> dict[str, float]:
        """The numbers that differ from their defaults, by name."""
        return {n: v for n, v, d in zip(PERSONAL, self._values, _DEFAULTS, strict=True) if v != d}

    def numbers(self, load: float, damage: float = 0.0) -> SimpleNamespace:
        """Return every parameter as an attribute, ready for the equations (unchecked `load`, `damage`)."""
        return SimpleNamespace(load=load, damage=damage, **self._by_name)

    def __iter__(self) -> Iterator[tuple[str, float]]:
        return iter(self._by_name.items())

    def __getattr__(self, name: str) -> float:
        if name.startswith("_") or name not in self._by_name:
            raise AttributeError(f"a Person has no number called {name!r}")
        return self._by_name[name]

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a Person does not change; use person.but({name}=...) for another one")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Person) and self._values == other._values

    def __hash__(self) -> int:
        return hash(self._values)

    def __repr__(self) -> str:
        return f"Person({', '.join(f'{n}={v:g}' for n, v in self.changes.items())})"

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (self.changes,)


def _rebuild(changes: dict[str, float]) -> Person:
    """Make a person again from a pickle."""
    return Person(**changes)
