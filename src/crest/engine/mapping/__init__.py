"""A folder of lists in, one resolved chain of goods and labour out."""
