"""What the body does: quantities, parameters, equations, schedules, interventions. Illustrative, not clinical."""

import stresspain.model.frozen  # noqa: F401 - so that every result can be pickled
