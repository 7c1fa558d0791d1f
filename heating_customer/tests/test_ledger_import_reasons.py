from string import Formatter

from odoo.tests import TransactionCase

from odoo.addons.heating_customer.ledger.errors import FILE_MESSAGES, ROW_MESSAGES
from odoo.addons.heating_customer.models.heating_ledger_import_reasons import (
    FILE_SENTENCES,
    REASONS,
    ROW_SENTENCES,
    render,
)


class TestLedgerImportReasons(TransactionCase):
    """Every code of the readers has its words on screen."""

    def _assert_same_words(self, messages, sentences):
        for code, message in messages.items():
            facts = {
                name: f"<{name}>"
                for _text, name, _spec, _conv in Formatter().parse(message)
                if name
            }
            with self.subTest(code=code):
                said = render(self.env, sentences[code], facts)
                self.assertEqual(said.lower(), message.format(**facts).lower())

    def test_file_faults(self):
        self.assertEqual(set(FILE_SENTENCES), set(FILE_MESSAGES))
        self._assert_same_words(FILE_MESSAGES, FILE_SENTENCES)

    def test_refusals(self):
        self.assertLessEqual(set(ROW_MESSAGES), set(ROW_SENTENCES))
        self._assert_same_words(ROW_MESSAGES, ROW_SENTENCES)

    def test_every_sentence_has_a_short_reason(self):
        self.assertEqual(set(ROW_SENTENCES), {code for code, _label in REASONS})
        lines = self.env["heating.ledger.import.line"]
        self.assertEqual(
            set(lines._get_sentences()),
            {code for code, _label in lines._fields["code"].selection},
        )

    def test_lists_are_joined(self):
        said = render(
            self.env,
            ROW_SENTENCES["contradicting"],
            {"rows": [3, 4], "fields": ["a", "b", "c"]},
        )
        self.assertEqual(said, "Rows 3 and 4 contradict each other in a, b, and c")
