"""Inputs at random, near enough to real ones to get past the first line."""

from random import Random

_MOST_CHANGES = 8


def changed(random: Random, seeds: list[bytes], atoms: list[str]) -> bytes:
    """Return a seed after some changes; now and then a text made of atoms alone."""
    if random.random() < 0.3:
        count = random.randrange(60)
        return "".join(_atom(random, atoms) for _ in range(count)).encode("utf-8", "replace")
    data = bytearray(random.choice(seeds))
    for _ in range(random.randrange(1, _MOST_CHANGES)):
        _change(random, data, atoms)
    return bytes(data)


def _atom(random: Random, atoms: list[str]) -> str:
    return random.choice([*atoms, "a", " ", "\n", "\n\n", "Word "])


def _change(random: Random, data: bytearray, atoms: list[str]) -> None:
    """Put an atom in, take a piece out, say a piece again elsewhere, or turn a bit."""
    at = random.randrange(len(data) + 1)
    end = min(len(data), at + random.choice([1, 5, 40, 400]))
    match random.randrange(4):
        case 0:
            data[at:at] = _atom(random, atoms).encode("utf-8", "replace")
        case 1:
            del data[at:end]
        case 2:
            there = random.randrange(len(data) + 1)
            data[there:there] = data[at:end]
        case _ if at < len(data):
            data[at] ^= 1 << random.randrange(8)
