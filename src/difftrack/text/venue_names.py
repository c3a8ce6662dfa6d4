"""The venues of the field by the names that authors give them; each is listed under the first.

Only names that mean one venue: `MM` alone is none, `ACM MM` is. A name that is also a word (`CHI`,
`WWW`) counts only in the case it is written in here.
"""

import re
from functools import cache
from typing import NamedTuple

_BY_SHORT_NAME = """
3DV | International Conference on 3D Vision
AAAI | AAAI Conference on Artificial Intelligence
ACCV | Asian Conference on Computer Vision
ACL | (Annual Meeting of the )?Association for Computational Linguistics
ACM MM | ACM Multimedia( Conference)? | ACM International Conference on Multimedia | ACMMM
ACML | Asian Conference on Machine Learning
AISTATS | (International Conference on )?Artificial Intelligence and Statistics
ASPLOS
BMVC | British Machine Vision Conference
CHI | Conference on Human Factors in Computing Systems
CIKM
CoRL | Conference on Robot Learning
COLING
COLM | Conference on Language Modeling
CVPR | (Conference on )?Computer Vision and Pattern Recognition
EACL
ECAI | European Conference on Artificial Intelligence
ECCV | European Conference on Computer Vision
ECML PKDD | ECML-PKDD | ECML/PKDD | ECML
EMNLP | (Conference on )?Empirical Methods in Natural Language Processing
Eurographics
ICASSP
ICCV | International Conference on Computer Vision
ICIP | International Conference on Image Processing
ICLR | International Conference on Learning Representations
ICME | International Conference on Multimedia and Expo
ICML | International Conference on Machine Learning
ICPR | International Conference on Pattern Recognition
ICRA | International Conference on Robotics and Automation
IJCAI | International Joint Conference on Artificial Intelligence
IJCNN | International Joint Conference on Neural Networks
IJCV | International Journal of Computer Vision
INTERSPEECH
IROS | International Conference on Intelligent Robots and Systems
ISBI | International Symposium on Biomedical Imaging
ISMIR
JMLR | Journal of Machine Learning Research
KDD | SIGKDD
L4DC
MICCAI | Medical Image Computing and Computer[- ]Assisted Intervention
MIDL | Medical Imaging with Deep Learning
NAACL
NeurIPS | (Conference on |Advances in )?Neural Information Processing Systems | NIPS
RA-L | (IEEE )?Robotics and Automation Letters
SIGGRAPH Asia
SIGGRAPH
SIGIR
TCSVT | (IEEE )?Trans(actions|\\.) on Circuits and Systems for Video Technology
TIP | (IEEE )?Trans(actions|\\.) on Image Processing
TMI | (IEEE )?Trans(actions|\\.) on Medical Imaging
TMLR | Transactions on Machine Learning Research
TMM | (IEEE )?Trans(actions|\\.) on Multimedia
TNNLS | (IEEE )?Trans(actions|\\.) on Neural Networks and Learning Systems
TOG | (ACM )?Trans(actions|\\.) on Graphics
TPAMI | (IEEE )?Trans(actions|\\.) on Pattern Analysis and Machine Intelligence | T-PAMI | PAMI
TVCG | (IEEE )?Trans(actions|\\.) on Visualization and Computer Graphics
UAI | (Conference on )?Uncertainty in Artificial Intelligence
WACV | Winter Conference on Applications of Computer Vision
WSDM
WWW | (ACM )?Web Conference | TheWebConf
"""
_ONLY_AS_WRITTEN = {"CHI", "WWW", "TIP", "TOG", "UAI", "ACL", "KDD", "TMI", "TMM"}
PRINTED_IN = {"TOG": "SIGGRAPH"}
"""Journals that print a meeting's papers: where both are named, the meeting is meant."""

_UNKNOWN = re.compile(
    r"\b(?P<name>(?=[A-Za-z]*[A-Z]{2})[A-Z][A-Za-z]{2,9})(?=[ '\u2019-]?(?:20)?\d\d\b)"
)
_NO_VENUE = {"IEEE", "ACM", "CVF", "LNCS", "PMLR", "AIP", "MDPI", "USA", "CCF", "CAS", "SCI", "TBD"}


class Named(NamedTuple):
    """A venue, where its name stands in the text, and whether it is that of the workshops."""

    venue: str
    span: tuple[int, int]
    of_workshops: bool = False


def names_in(text: str) -> list[Named]:
    """Return the venues that a text names, in its order; `CVPRW` is `CVPR`'s workshops."""
    found, venues = _names()
    return [
        Named(venues[match.lastgroup], match.span(), text[match.end() :][:1] == "W")
        for match in found.finditer(text)
        if match.lastgroup
    ]


def unknown_in(text: str) -> list[Named]:
    """Return what looks like the short name of a venue with a year behind it: `ICIAP 2025`."""
    matches = _UNKNOWN.finditer(text)
    return [Named(m["name"], m.span()) for m in matches if m["name"].upper() not in _NO_VENUE]


@cache
def _names() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return what finds any name, and which venue each of its groups is."""
    rows = [[n.strip() for n in row.split(" | ")] for row in _BY_SHORT_NAME.strip().splitlines()]
    venues = {f"v{at}": row[0] for at, row in enumerate(rows)}
    whole_first = [
        sorted(row, key=len, reverse=True) for row in rows
    ]  # `AAAI` begins a longer name
    groups = [f"(?P<v{at}>{'|'.join(map(_spelled, r))})" for at, r in enumerate(whole_first)]
    return re.compile(rf"(?<![A-Za-z])(?:{'|'.join(groups)})(?=W?(?![A-Za-z]))"), venues


def _spelled(name: str) -> str:
    return name if name in _ONLY_AS_WRITTEN else f"(?i:{name})"
