"""The `gongkai` command: what a clerk, an operator or a neighbouring program asks without a browser.

Answers go to standard output, reasons to standard error. Exit 0: answered; 1: answered, and something is
wrong (a finding above `ask`, a part that fails); 2: the question cannot be answered as put.
Commands for machines take `--json`; their shapes are contracts (docs/reference/commands.md).
"""

from gongkai.cli.main import main

__all__ = ["main"]
