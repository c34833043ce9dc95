"""flows: the journeys, in order. The only place where two rooms are led by the hand."""
