"""Cells that only say "as above"."""

from __future__ import annotations

import re

# "nt", "-nt-", "như trên", "//": the words of the row above | not "như trên cơ sở", "-"
SAME_AGAIN = re.compile(r"[-–\s]*(?:nt|như trên|/ ?/|[\"”″〃])[-–.\s]*", re.IGNORECASE)
DASH = re.compile(r"[-–—]+")  # may say the same, or that there is nothing to say
