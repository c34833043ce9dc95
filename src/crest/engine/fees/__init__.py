"""fees: what recruitment cost, in which verdicts, and what it did to the worker."""
