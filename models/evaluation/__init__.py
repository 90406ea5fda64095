"""How well an order or a probability did on years it had not seen."""
