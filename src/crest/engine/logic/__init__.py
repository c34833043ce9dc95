"""logic: one rule, two runners: one worker in plain Python, millions of rows through Ibis.

`one` asks a rule of one worker's facts, `many` writes the same rule as an expression over a table
of facts, `specialise` answers beforehand what is known for all rows, `explain` says which facts
decided and which are missing. Every answer is yes, no or unknown; unknown is not no.
"""
