"""Jobs: work that no page waits for. Owns `job` and `reminder_sent`; the row with its lease is the truth.

To add one: a file here with a function under `@job("its_name")`, named in `due.JOBS`. It receives a `Work`, is safe
to repeat, and commits its own transactions; `engine.enqueue` asks for it within the transaction of the deed it follows.
"""
