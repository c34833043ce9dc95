"""risk: inherent and residual risk along goods and labour, severity before likelihood."""
