"""People: who they are, where they belong, what they are appointed to, how they sign in.

Owns `person`, `institution`, `institution_name`, `affiliation`, `career_break`, `appointment`,
`signed_in`, `sign_in_try`, `key_link`, `recovery_code`. Knows nothing of calls but their ids.
"""
