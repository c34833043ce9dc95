"""Pages over several rooms: organisations, chains, products, comparison."""
