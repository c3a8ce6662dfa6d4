"""What is relied on of arXiv's API: each fact once, with its source.

Sources: the terms of use (https://info.arxiv.org/help/api/tou.html), the user's manual
(https://info.arxiv.org/help/api/user-manual.html), the published source of the server
(https://github.com/arXiv/arxiv-search, `search/routes/classic_api`), answers recorded from it, and
what users of its clients report.

- The answer to a list of ids comes in no certain order, without doubles, and leaves out what does
  not exist; an id without version means the current one (source of the server).
- One malformed id fails the whole request with HTTP 400 (source of the server).
- HTTP 200 comes also with an error entry, a web page, `Rate exceeded.`, an empty feed or nothing
  (reports; arxiv.py's issues 43, 119, 175).
- There is no flag for a withdrawn paper: the comment of its last version says so (the recorded
  answers).
- arxiv.py 4.0 passes no time-out, repeats what cannot get better, reads a cut document as far as it
  goes, and skips papers without a date (its source).
- A chain of different operators is grouped from the right, whatever they are: each needs its own
  parentheses. Neighbours without an operator are joined by OR. ANDNOT parts two things; a group
  that nothing stands before cannot be left out (source of the server).
- `ti:"some words"` finds titles with these words in a row (user's manual, 5.1).
- A phrase ends with the next quote, or with a date range written in it. A word that ends in `*` is
  compared with stems, in quotes with nothing; a `*` in front fails (source of the server).
- `id:` finds no ids with a slash. Categories are compared whole: `cs` is none of the papers in
  `cs.CV`, `cs.*` all (source of the server).
- `submittedDate` is the day of the first version; there is no search by that of the last, only an
  order (source of the server).
"""

import re
from datetime import date

API_URL = "https://export.arxiv.org/api/query"
"""Where it is (user's manual)."""

DELAY = 3.0
"""Seconds between two requests, over one connection, by all programs of a user (terms of use)."""

FRESH = 24 * 3600.0
"""Seconds for which an answer holds: the papers change once a day (user's manual, 3.1.1.2)."""

BATCH = 100
"""Ids in a request: 1.4 kB of address, where 9 kB are refused (HTTP 414; arxiv.py's issue 15)."""

PAGE = 2000
"""The most papers that one request may ask for (user's manual, 3.1.1.2)."""

MOST_RESULTS = 10_000
"""How far a search can be paged through (source of the server; the manual says 30,000)."""

BUSY = frozenset({406, 429, 502, 503, 504})
"""HTTP statuses of a server under load; 406 also where no `Accept` header comes (reports)."""

RATE_EXCEEDED = b"Rate exceeded"
"""How an answer begins that is sent instead of papers, with 429 or 200 (reports)."""

MEDIA_TYPE = "application/atom+xml"
"""What is asked for with `Accept` (user's manual, 3.3)."""

SURELY_THERE = "2006.11239"
"""A paper that exists: where arXiv does not send it either, an empty answer tells nothing."""

WITHDRAWN = re.compile(r"\bwithdrawn\b", re.IGNORECASE)
"""What the comment of a withdrawn paper says (recorded answers)."""

TOTAL = re.compile(rb"totalResults[^>]*>\s*(\d{1,9})\s*<")
"""How many papers an answer says there are (user's manual, 3.3.1.2)."""

ERROR = re.compile(
    rb"<id>https?://arxiv\.org/api/errors.*?<summary[^>]*>(.*?)</summary>", re.DOTALL
)
"""An entry that tells of an error (user's manual, 3.4)."""

PREFIXES = {
    "author": "au",
    "title": "ti",
    "abstract": "abs",
    "category": "cat",
    "comment": "co",
    "journal": "jr",
    "id": "id",
    "all": "all",
}
"""How the fields are called in a query (user's manual, 5.1)."""

STOP_WORDS = frozenset(
    "a an and are as at be but by for if in into is it no not of on or such that the their then "
    "there these they this to was will with".split()
)
"""Words that are in no index (Lucene's English analyzer, which the source of the server names)."""

LONGEST_QUERY = 6000
"""Characters of a query as it stands in the address: well below the 9 kB that are refused."""

ARCHIVES_SINCE = date(1986, 1, 1)
"""Before the first paper: the oldest were submitted to archives that came to arXiv later."""

LAST_DAY = date(2099, 12, 31)
"""Behind the last paper. An end that is left open is written out: a bad date fails (HTTP 500)."""
