"""remedy: who is owed how much, on which evidence, and by when."""

from crest.engine.remedy.choices import Choices, RemedyError, Repayment
from crest.engine.remedy.repay import repayment

__all__ = ["Choices", "RemedyError", "Repayment", "repayment"]
