"""Tables as pandas DataFrames, for those who have pandas."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stresspain.model.errors import InputError


def framed(
    columns: Mapping[str, Any], provenance: Mapping[str, Any] | None = None, index: list[str] | None = None
) -> Any:
    """Return columns as a pandas DataFrame of its own, with where they come from in its ``attrs``.

    Raises
    ------
    InputError
        If pandas is not installed.
    """
    try:
        import pandas as pd
    except ImportError:
        raise InputError("to_frame() needs pandas. Type: pip install pandas") from None
    frame = pd.DataFrame(dict(columns), index=index, copy=True)
    frame.attrs.update({**(provenance or {}), "note": "illustrative, not clinical"})
    return frame
