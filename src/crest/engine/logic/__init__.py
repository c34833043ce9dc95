"""logic: one rule, two runners: one worker in plain Python, millions of rows through Ibis."""
