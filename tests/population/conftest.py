"""Both engines, where both are installed."""

import pytest

from stresspain.simulation.engines import has_heyoka


@pytest.fixture(
    params=[
        "scipy",
        pytest.param("heyoka", marks=pytest.mark.skipif(not has_heyoka(), reason="heyoka is not installed here")),
    ]
)
def engine(request):
    return request.param
