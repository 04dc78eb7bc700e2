"""Accounts: passwords, signing in with back-off, a second factor, and how long a sign-in lasts."""
