"""remedy: who is owed how much, on which evidence, and by when."""
