"""Fields of a torn text that follow each other without a gap, so that they are of one thing.

What is written has its fields in the order of its model. A name that goes back in it, or stands
there twice, is of another thing: lines between the two are gone without a trace.
"""

from dataclasses import dataclass, field

from pydantic import BaseModel

from difftrack.library.model import Entry, Library, Section
from difftrack.library.repair.remains import Fields

_MODELS: tuple[type[BaseModel], ...] = (Entry, Section, Library)
_PLACES = {model: {name: at for at, name in enumerate(model.model_fields)} for model in _MODELS}


@dataclass(slots=True)
class Run:
    """Fields of one thing, which begins in `line`; `key` is "" where its name is not known.

    `models` are the things that it can be, with the place in each that its last field has; `torn`
    names the fields of which only a part was read.
    """

    line: int
    key: str
    models: dict[type[BaseModel], int] = field(default_factory=lambda: dict.fromkeys(_MODELS, -1))
    fields: Fields = field(default_factory=dict)
    torn: set[str] = field(default_factory=set)

    def takes(self, name: str, value: object) -> bool:
        """Take a field; `False` where it is of something else. Unknown ones may be a newer's."""
        if name in self.fields:
            return False
        if any(name in places for places in _PLACES.values()):
            reached = {model: _PLACES[model].get(name, -1) for model in self.models}
            left = {m: at for m, at in reached.items() if at > self.models[m]}
            if not left:
                return False
            self.models = left
        self.fields[name] = value
        return True

    @property
    def model(self) -> type[BaseModel] | None:
        """What it is, if it says so: one that has lost its name has to say which one it is."""
        held = self.fields
        found = next(iter(self.models)) if len(self.models) == 1 else None
        if found is Entry and self.key:
            is_told = not held.keys().isdisjoint(Entry.model_fields)
        elif found is Entry:
            is_told = "arxiv_id" in held or ("title" in held and len(held) > 1)
        elif found is Section:
            is_told = isinstance(held.get("key"), str) or {"title", "entries"} <= held.keys()
        else:
            is_told = found is Library
        return found if is_told else None
