"""journeys: how workers came: journeys, costs, answers, deductions and refunds out of any file."""
