from odoo.tests import BaseCase, tagged

from ..fapiao import is_fapiao_number, is_tax_number, normalise_tax_number


@tagged("post_install", "-at_install")
class TestTaxNumber(BaseCase):
    def test_credit_codes_are_checked_by_their_last_character(self):
        for number in ("91350100M000100Y43", "91110000802100433B"):
            self.assertTrue(is_tax_number(number), number)
        for number in (
            "91350100M000100Y44",  # another check character
            "91350100M000100Y4",  # one too few
            "91350100M000100Y433",
            "91350100I000100Y43",  # a character that codes do not have
            "",
        ):
            self.assertFalse(is_tax_number(number), number)

    def test_every_single_wrong_character_is_seen(self):
        number = "91350100M000100Y43"
        for position, right in enumerate(number):
            for wrong in "0123456789ABCDEFGHJKLMNPQRTUWXY":
                if wrong != right:
                    typed = number[:position] + wrong + number[position + 1 :]
                    self.assertFalse(is_tax_number(typed), typed)

    def test_older_numbers_have_15_characters(self):
        self.assertTrue(is_tax_number("410105123456789"))
        self.assertTrue(is_tax_number("41010512345678X"))
        self.assertFalse(is_tax_number("4101051234567"))

    def test_what_is_typed_is_normalised(self):
        self.assertEqual(
            normalise_tax_number(" ９1350100m000100y43 "), "91350100M000100Y43"
        )
        self.assertEqual(normalise_tax_number(None), "")

    def test_a_fapiao_number_has_20_digits(self):
        self.assertTrue(is_fapiao_number("26372000000000000001"))
        for number in ("2637200000000000000", "2637200000000000000A", "", None):
            self.assertFalse(is_fapiao_number(number), number)
