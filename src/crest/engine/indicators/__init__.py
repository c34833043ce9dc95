"""indicators: signs of forced labour, per worker and per group, with what is missing.

`evaluate` asks every rule of every indicator set of a whole table; `explain_worker` asks them of
one worker and says why. `prevalence` counts per group and says how sure that is; `quality` looks
for signs that answers were coached, which speak about the data, never about a worker.
"""

from crest.engine.indicators.evaluating import evaluate, indicator_columns, missing_facts
from crest.engine.indicators.refused import with_refusals
from crest.engine.indicators.sheets import IndicatorSheet, Sign, explain_worker

__all__ = [
    "IndicatorSheet",
    "Sign",
    "evaluate",
    "explain_worker",
    "indicator_columns",
    "missing_facts",
    "with_refusals",
]
