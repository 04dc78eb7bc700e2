"""The one list component: what can be filtered, sorted, chosen, saved, worked in bulk and taken away.

A list is a declaration (`Listing`); `pages` shows it, `exports` writes exactly what it shows, all rows of it.
"""

from gongkai.console.listing.asking import Asking
from gongkai.console.listing.declaration import Bulk, BulkDone, Column, Listing
from gongkai.console.listing.exports import export
from gongkai.console.listing.pages import Head, page
from gongkai.records.filters import Filter

__all__ = ["Asking", "Bulk", "BulkDone", "Column", "Filter", "Head", "Listing", "export", "page"]
