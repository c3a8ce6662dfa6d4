"""The options of `export readme` that say how the list is written, one for each setting."""

from typing import Annotated

import typer

from difftrack.library import settings as options

Style = Annotated[
    str | None, typer.Option(metavar="S", help="awesome, detailed, review, references or table.")
]
Mark = Annotated[str | None, typer.Option("--mark", metavar="M", help="What a read paper bears.")]
Order = Annotated[str | None, typer.Option(metavar="O", help=f"{options.ORDERS}.")]
Descending = Annotated[
    bool | None,
    typer.Option("--descending/--ascending", help="Which end of that order comes first."),
]
Columns = Annotated[
    str | None, typer.Option(metavar="C,...", help="Of a table, behind the title: venue,links.")
]
Links = Annotated[
    str | None, typer.Option(metavar="L,...", help="Only links with these labels: Code,Project.")
]
Hide = Annotated[
    str | None, typer.Option(metavar="F,...", help="Fields that are not shown: abstract,note.")
]
HeadingLevel = Annotated[
    str | None, typer.Option(metavar="N", help="Of the headings of sections: 2 to 6.")
]
Contents = Annotated[
    bool | None, typer.Option("--contents/--no-contents", help="A table of contents.")
]
Count = Annotated[bool | None, typer.Option("--count/--no-count", help="How many entries.")]
Progress = Annotated[
    bool | None, typer.Option("--progress/--no-progress", help="How many of them were read.")
]
Badges = Annotated[
    bool | None, typer.Option("--badges/--no-badges", help="The badge of awesome lists.")
]
Numbered = Annotated[
    bool | None, typer.Option("--numbered/--no-numbers", help="Number the references: [1].")
]
