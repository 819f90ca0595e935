"""How dates are typed where the house does not follow Django."""
