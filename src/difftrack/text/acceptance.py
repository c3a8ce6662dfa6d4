"""The words in which authors tell arXiv that a paper was accepted, or that it is something else."""

import re

ACCEPTED = re.compile(
    r"(?i)\b(?:accepted|appear(?:s|ed|ing)?|published|presented|forthcoming|in press)\b"
)
MISSPELT = re.compile(r"(?i)\bac[cep]{2,6}t+ed\b|\baccept\b")
"""`accepted`, as it is written in a hurry."""

WORKSHOP = re.compile(r"(?i)\bworkshops?\b")
FINDINGS = re.compile(r"(?i)\bfindings?\b")
POSTER = re.compile(r"(?i)\bposters?\b")
NOTES = {
    "(Oral)": re.compile(r"(?i)\boral\b"),
    "(Spotlight)": re.compile(r"(?i)\bspotlight\b"),
    "(Highlight)": re.compile(r"(?i)\bhighlight(?:ed)?\b"),
    "(Datasets and Benchmarks)": re.compile(r"(?i)\bdatasets? (?:and|&) benchmarks?\b"),
}
"""What is printed behind a venue, and the words that tell it."""

TELLING = re.compile(
    r"(?i)oral|spotlight|highlight|poster|workshop|finding|track|benchmark|short|demo"
)
"""Words that matter within brackets; `(Rome, Italy)` has none."""

OTHERWISE = re.compile(
    r"(?i)\bsubmi(?:t|ss)\w*|\b(?:under|in|for)(?: peer)?[- ]review|\bif accepted\b"
    r"|\bnot accepted\b|\breject\w*|\bwithdr[ae]w\w*|\bretract\w*|\berrat\w+"
    r"|\bin preparation|\bprepar\w+ for|\bto be sent|\bintended\b|\bplanned\b"
    r"|\b(?:extend\w*|expan\w+|longer|shorter|short|full|original|updated?|revised|abridged"
    r"|conference|workshop|journal) (?:abstract|version)"
    r"|\bexten(?:ded|ds|sion)\b|\bsupersede\w*|\b(?:previous|earlier|preliminary|prior)\b"
    r"|\bpreviously\b|\bbased on\b|\bbuilds? (?:up)?on\b|\bfollow-?up\b|\bsequel\b"
    r"|\bcontinuation\b|\bsupplement to\b|\bappendix (?:to|of|for)\b|\bpart of\b|\bcite\b"
    r"|\bsee also\b|\bspecial issue\b|\btemplate\b|\bstyle\b|\bformat\b"
    r"|\bchallenges?\b|\bcompetitions?\b|\bcontests?\b|\bwinn(?:er|ing)\b|\bwon\b|\bprizes?\b"
    r"|\b\d(?:st|nd|rd|th) (?:place|rank)|\bsolutions? (?:for|to|of)\b|\bteam\b|\bentry\b"
    r"|\btutorials?\b|\binvited\b|\bkeynote\b"
)
"""What says that a venue is not this paper's: a submission, another version, a challenge."""

ASIDE = re.compile(
    r"(?i)\b(?:project|codes?|web ?(?:site|page)s?|home ?pages?|github|demos?|supplementary"
    r"|models? (?:is|are|at)|datasets? (?:is|are)|with supp\w*|including|supported by)\b.*"
)
"""What stands from here on is about something else: `CVPR 2024 Project page: ...`."""

GO_WITH_IT = frozenset(
    """
    a accepted acceptance acm also an and annual appear appeared appearing appears article as at
    award be been benchmark benchmarks best by camera chapter conf conference cvf dataset datasets
    early edition final finding findings for forthcoming full has have highlight highlighted ieee in
    int international is it joint journal long main manuscript meeting mm notable of on oral our
    paper papers poster preprint present presentation presented press proc proceedings publication
    published ready regular research rsj sigkdd spotlight symposium technical the this to track
    version was we were will with work st nd rd th archival computer lncs pmlr society springer top
    first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
    fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty thirtieth
    thirty fortieth forty fiftieth fifty
    jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july
    august september october november december
    """.split()
)
"""The words beside a venue that leave no doubt that it is this paper's."""

OF_A_REFERENCE = frozenset("vol volume no number pp pages page issue article e s series".split())
"""Those which a reference to a journal has as well."""
