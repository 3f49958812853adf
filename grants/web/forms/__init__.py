"""Forms: the shape of what people send; law is in the rules."""
