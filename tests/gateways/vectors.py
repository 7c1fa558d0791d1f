"""Genuine messages of the platforms; see data/README.md."""

import json
from pathlib import Path

DATA = Path(__file__).resolve().parent / "data"
PUBLIC = json.loads((DATA / "public_vectors.json").read_text(encoding="utf-8"))
