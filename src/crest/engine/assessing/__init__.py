"""assessing: the whole job: lists and journeys in, chain, costs, signs, repayment, risk out."""
