"""`python -m difftrack` is the command `difftrack`."""

from difftrack.cli import run

if __name__ == "__main__":
    run()
