"""What may go wrong while difftrack writes, tried at every system call: `python -m sweep`.

Run it in `tests/`; CONTRIBUTING.md says what there is, `--help` what can be chosen.
"""
