"""An invented library of any size, with the titles, names and places that break lists."""

from difftrack.library import edits
from difftrack.library.model import Entry, Library, Section

TITLES = [
    "A Plain Title About {} Things",
    "Why {} Steps?? Because!! Really",
    'Seeing in {}" Screens',
    "“Half Quoted, in {} Words",
    "Image2Image: 10 < {} & [Brackets] in *Titles* with _Lines_",
    "{}. A Number That Begins a Line",
    "- {} Dashes --- and + Signs",
    "# {} Hashes #",
    "What | Tables {} | Make of It",
    "`Code` for ${}$ and $x_t$, ``all`` of ~it~",
    "<b>Bold</b> </details> <!-- {} --> <script>",
    "[^{}]: Footnotes, [x] Tasks, ![Pictures](x) and [Links](y)",
    "See https://example.org/{0} or www.example.net/{0}",
    "扩散模型（{}） and שלום, with 🔥 and ⚡\ufe0f",
    "snake_case_{} and CamelCase of @somebody",
    ":{} &amp; &#x41; \\ Backslashes \\",
]
AUTHORS = ["Ada Example", "Karl-Heinz Ängström", "J. O'Neil", "de la Prueba", "李 明", "a_b *c*"]
VENUES = [None, "NeurIPS", "arXiv", "ICLR Workshop", "3. Konferenz", "#1 Journal"]
NOTES = [
    None,
    "A *note* with [a link](https://example.org/note/{}) and `code`.",
    "Good for:\n\n- faces\n- cats\n",
    "<!-- to be read -->\nAgain, see `x < y`.",
    "| a   | b   |\n| --- | --- |\n| 1   | 2   |",
]
SECTIONS = [
    "Image & Video",
    "C++, C#: 3D / 4D",
    "⚡\ufe0f Hot",
    "A_b `c` *d*",
    "¿Qué? ¡Sí",
    "Image-Video",
]


def awkward_library(size: int) -> Library:
    """Return a library of `size` entries, one in sixteen of them in two sections."""
    library = Library(format="difftrack", version=1, title="Awkward Papers", intro="All invented.")
    sections = _sections(library)
    for number in range(size):
        section = sections[number % len(sections)]
        entry = _entry(number)
        edits.add(library, entry, section)
        if number % len(TITLES) == 0 and entry.arxiv_id:
            edits.place(library, entry.arxiv_id, sections[(number + 1) % len(sections)])
    return library


def _sections(library: Library) -> list[Section]:
    """Return sections in three levels, some of the same name."""
    tops = [edits.add_section(library, title) for title in SECTIONS]
    middle = [edits.add_section(library, "Surveys", top.key) for top in tops[:3]]
    return [*tops, *middle, edits.add_section(library, "Deep Down", middle[0].key)]


def _entry(number: int) -> Entry:
    has_id = number % 7 != 0
    note = NOTES[number % len(NOTES)]
    return Entry(
        arxiv_id=f"{2001 + number // 9_000:04}.{number % 9_000 + 1:05}" if has_id else None,
        title=TITLES[number % len(TITLES)].format(number),
        authors=[AUTHORS[(number + n) % len(AUTHORS)] for n in range(number % 4)],
        venue=VENUES[number % len(VENUES)],
        year=2020 if number % 3 else None,
        published="2020-01-05" if has_id else None,
        abstract=f"We show {number} things; it costs $5, and $x_t$ is *not* [it]."
        if has_id
        else None,
        links={"Code": f"https://github.com/example/x{number // 2}"} if number % 5 == 0 else {},
        note=note.format(number) if note else None,
        read=number % 4 == 0,
    )
