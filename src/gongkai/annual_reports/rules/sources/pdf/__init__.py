"""PDF files: prose and ruled tables as they are drawn; pictures are named, not guessed at.

Import this package only when there is a PDF: it loads pdfminer.
"""

from __future__ import annotations

from gongkai.annual_reports.rules.sources.pdf.file import parse

__all__ = ["parse"]
