"""The verbs by which somebody got a right, or a way to sign in: what the auditor looks at first."""

from __future__ import annotations

from typing import Final

RIGHTS: Final = (
    "person.role_granted",
    "person.appointed",
    "person.appointment_ended",
    "post.created",
    "post.roles_changed",
    "person.created",
    "account.imported",
    "person.imported",
    "person.claim_approved",
    "person.password_set",
    "person.initial_password_issued",
    "person.second_factor_removed",
    "person.unlocked",
    "token.created",
    "confirmation.asked",
    "confirmation.confirmed",
    "confirmation.rejected",
)
