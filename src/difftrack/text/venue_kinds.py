"""What kind of place a venue is: a bibliography says `In` before one and not before another."""

import re
from functools import lru_cache
from typing import Literal

VenueKind = Literal["conference", "journal", "preprint", "thesis"]

_PREPRINT = re.compile(
    r"(?i)\b(?:(?:ar|bio|med|chem|psy|eng)r?xiv|corr|ssrn|e-?prints?|preprints?|under review"
    r"|in submission|submitted|technical reports?|tech\.? reports?|white ?paper)\b"
)
_THESIS = re.compile(r"(?i)\b(?:thes[ie]s|dissertation|habilitation)\b")
_SURELY_JOURNAL = re.compile(
    r"(?i)\bjournal of|\bjournal\b(?!.*\bworkshops?\b)|\btransactions\b|\btrans\.|\bin press\b"
    r"|\bproceedings of the (?:IEEE|National Academy|Royal Society)\b|\bproc\. (?:IEEE|R\. Soc\.)"
    r"|\bproceedings of the ACM on\b|\bPACM[A-Z]{0,3}\b"
)
_CONFERENCE = re.compile(
    r"(?i)\b(?:conference|conf\.|workshops?|symposium|colloquium|congress|summit|challenges?"
    r"|proceedings|proc\.|advances in neural|lecture notes|neurips|nips|iclr|icml|cvpr|iccv|eccv"
    r"|siggraph|aaai|ijcai|acl|emnlp|icassp|interspeech|miccai|computer vision and pattern)"
)
_JOURNAL = re.compile(
    r"(?i)\b(?:letters|lett\.|reviews?|rev\.|annals|ann\.|bulletin|magazine|communications"
    r"|surveys|foundations and trends|pattern recognition|machine learning$|neural networks?$"
    r"|neural computation|artificial intelligence$|medical image analysis|bioinformatics"
    r"|computer graphics forum|signal processing$|neurocomputing|knowledge-based systems"
    r"|expert systems|information fusion|ieee access|physics in medicine|medical physics"
    r"|inverse problems|elife|plos|frontiers in|npj|scientific (?:reports|data)|radiology"
    r"|j\.|phys\.|nat\.|int\. j\.|distill)"
    r"|\b(?:pnas|jmlr|tmlr|t-?pami|ijcv|t-?ip|t-?og|tvcg|tnnls|tacl|tmm|tcsvt|tmi|tgrs|t-?ro|ra-?l"
    r"|tkde|taslp|tsp|tifs|tist|csur|cgf|mlj|jair|jcp|(?-i:MedIA|MEDIA)|pami|spl|grsl|jbhi|siims|sisc"
    r"|remote sensing|sensors|entropy|neuroimage|mdpi)\b"
    r"|^(?:the )?(?:nature|science|cell|patterns|chaos)\b"
)


@lru_cache(5_000)
def venue_kind(venue: str) -> VenueKind:
    """Return what kind a venue is; a conference where nothing tells, as most are in this field.

    A workshop on science is no journal, and `Pattern Recognition` alone no conference.
    """
    if _THESIS.search(venue):
        return "thesis"
    if _PREPRINT.search(venue):
        return "preprint"
    if _SURELY_JOURNAL.search(venue):
        return "journal"
    if _CONFERENCE.search(venue):
        return "conference"
    return "journal" if _JOURNAL.search(venue) else "conference"
