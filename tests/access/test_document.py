"""docs/security.md says what the reviewed rows say."""

import subprocess
import sys
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


class TestDocument(unittest.TestCase):
    def test_the_document_is_up_to_date(self):
        result = subprocess.run(
            [sys.executable, ROOT / "scripts" / "security_table.py", "--check"],
            capture_output=True,
            text=True,
            timeout=60,
        )
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
