"""How often one may ask: fixed windows, kept in the database, shared by all processes and sites.

Counting is one statement in its own transaction: a request that fails counts too. Addresses are stored
as keyed digests only. Rows of windows that have ended are forgotten by the runner.
"""

from gongkai.records.rates.counting import (
    LIMITS,
    WINDOW,
    Allowance,
    TooManyRequests,
    count_request,
    forget_counts,
)

__all__ = ["LIMITS", "WINDOW", "Allowance", "TooManyRequests", "count_request", "forget_counts"]
