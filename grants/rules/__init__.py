"""The law book: who may see and do what, in which order, and why not. Plain Python; owns no table, knows no wire."""
