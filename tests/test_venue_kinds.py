import pytest

from difftrack.text.venue_kinds import venue_kind


@pytest.mark.parametrize(
    ("venue", "kind"),
    [
        ("NeurIPS", "conference"),
        ("NeurIPS Workshop on Science", "conference"),
        ("International Conference on Machine Learning", "conference"),
        ("Computer Vision and Pattern Recognition", "conference"),
        ("Proceedings of the AAAI Conference on Artificial Intelligence", "conference"),
        ("Some Meeting", "conference"),
        ("TPAMI", "journal"),
        ("JMLR", "journal"),
        ("Nature", "journal"),
        ("Nature Communications", "journal"),
        ("Machine Learning", "journal"),
        ("Pattern Recognition", "journal"),
        ("IEEE Transactions on Examples", "journal"),
        ("ACM Transactions on Graphics (Proc. SIGGRAPH)", "journal"),
        ("IEEE Robotics and Automation Letters", "journal"),
        ("Proceedings of the IEEE", "journal"),
        ("Proceedings of the National Academy of Sciences", "journal"),
        ("arXiv", "preprint"),
        ("CoRR", "preprint"),
        ("bioRxiv preprint", "preprint"),
        ("Under review at ICLR", "preprint"),
        ("PhD thesis, Example University", "thesis"),
        ("Master's Thesis", "thesis"),
    ],
)
def test_what_kind_of_place_a_venue_is(venue: str, kind: str) -> None:
    assert venue_kind(venue) == kind
