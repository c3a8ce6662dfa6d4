"""An invented library that shows what lists are made of, for the golden files."""

from difftrack.library import edits
from difftrack.library.finding import find_section
from difftrack.library.model import Entry, Library


def example_library() -> Library:
    """Return a small library: papers, a post, readings, notes of several kinds, awkward titles."""
    library = edits.new_library("Papers on Examples & Noise")
    library.intro = "What we read, and *why*.\n\n## How to read this\n\nTop to bottom."
    library.outro = "## Licence\n\nCC0."
    synthesis = find_section(library, "synthesis")
    editing = find_section(library, "editing")
    editing.intro = "Changing what is there."
    below = edits.add_section(library, "C++ & C#, or: 3D / 4D", "editing")
    posts = edits.add_section(library, "🔥 Posts")
    example = Entry(
        arxiv_id="2101.00001",
        version=2,
        title="Example Diffusion: 10 < 20 & [Brackets] in *Titles*",
        short="ExDiff",
        authors=["Ada Example", "Karl-Heinz Ängström", "Fernando De la Prueba"],
        published="2021-01-05",
        updated="2021-07-01",
        year=2021,
        venue="NeurIPS",
        venue_note="(Oral)",
        abstract="We get 128$\\times$128 for $5 and $x_t \\sim p$; see https://example.org/a_b.",
        categories=["cs.LG", "stat.ML"],
        links={
            "Code": "https://github.com/example/exdiff",
            "Code#2": "https://example.org/other(code)",
            "Page": "https://example.org/?a=1&copy=2",
        },
        note="The *first* one. It samples $x_t$ directly.",
        read=True,
        read_on="2026-11-20",
        added="2026-11-01",
        institute="Example Labs | Example University",
        score=6.5,
        review={
            "Task": "Examples from noise.",
            "Performance": "On one GPU:\n\n- a day to train\n- a second for a sample",
            "What it *cannot* do": "Hands.",
        },
        figures=["img/0001.png", "img/0002.png"],
        fields={"Licence": "None *yet*", "Alt text of img/0002.png": "Samples and their noise"},
    )
    edits.add(library, example, synthesis)
    better = _plain("2312.00002", "A Paper with an HTML Page", "2023-12-01")
    better.score = 8
    edits.add(library, better, synthesis)
    edits.add(library, _listed(), editing)
    editing.prose["2202.00003"] = "More of these are in the survey."
    edits.add(
        library, _plain("2303.00004", "1. A Title | That Looks Like a List", "2023-03"), editing
    )
    edits.add(library, Entry(arxiv_id="math/0211159"), below)
    post = Entry(
        kind="post",
        url="https://example.org/posts/noise",
        title="What is Noise?",
        authors=["Ada Example (@ada)"],
        published="2021-07",
        read=False,
        added="2026-11-02",
    )
    edits.add(library, post, posts)
    reference = Entry(
        title="No Link Anywhere", authors=["Prueba"], etal=True, venue="ICLR Workshop", year=2022
    )
    edits.add(library, reference)
    readings = edits.add_section(library, "Mon Jan 23, 2023 Readings", edits.UNCLASSIFIED)
    edits.place(library, "2101.00001", readings)
    edits.place(library, "2312.00002", readings)
    return library


def _plain(arxiv_id: str, title: str, published: str) -> Entry:
    return Entry(
        arxiv_id=arxiv_id,
        title=title,
        authors=["Sam Sample"],
        published=published,
        abstract="An abstract.",
        categories=["cs.CV"],
        added="2026-11-03",
    )


def _listed() -> Entry:
    """Return an entry whose note is a list, and whose printed link is its page in another form."""
    return Entry(
        arxiv_id="2202.00003",
        title="Editing by Example",
        authors=["Sam Sample", "Ada Example"],
        published="2022-02-02",
        year=2022,
        venue="TPAMI",
        links={"Paper": "https://arxiv.org/pdf/2202.00003.pdf"},
        note="Good for:\n\n- faces\n- cats",
        added="2026-11-01",
    )
