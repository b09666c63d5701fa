"""What the body does: quantities, parameters, equations, schedules, interventions. Illustrative, not clinical."""
