"""Calls: programmes, their members and agreements, and calls with sides, parties, pots, deadlines, forms and criteria.

Owns `programme`, `membership`, `agreement`, `call`, `side`, `funding_party`, `pot`, `pot_entry`, `deadline`,
`theme`, `criterion`, `question`. Must not know what an application is.
"""
