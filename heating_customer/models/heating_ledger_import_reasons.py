"""The words for what is wrong with a ledger, one sentence for each code.

The readers of the ledger know no language: they give a code and facts. What a person
reads is made here, in the language of whoever looks.
"""

from odoo.tools import LazyTranslate, format_list

_lt = LazyTranslate(__name__)

# About the file or a sheet: nothing of it can be read.
FILE_SENTENCES = {
    "empty_file": _lt("The file is empty."),
    "not_a_workbook": _lt("The file is not an Excel workbook (.xlsx)."),
    "old_format": _lt(
        "The file is in the format of Excel 97-2003 (.xls): save it as .xlsx and try "
        "again."
    ),
    "encrypted": _lt("The workbook is protected by a password: save it without one."),
    "damaged": _lt(
        "The workbook is damaged: open it in a spreadsheet program, save it again as "
        ".xlsx, and try again."
    ),
    "file_too_large": _lt(
        "The workbook unpacks to %(size)s MiB, more than %(limit)s MiB: split it into "
        "several."
    ),
    "sheet_too_large": _lt(
        "Sheet %(sheet)s reaches as far as row %(rows)s, column %(columns)s: delete "
        "what stands far away from the table, or split the sheet."
    ),
    "sheet_missing": _lt("The workbook has no sheet %(names)s; it has %(found)s."),
    "sheet_empty": _lt("Sheet %(sheet)s has no rows."),
    "column_missing": _lt("Sheet %(sheet)s lacks the columns %(columns)s."),
    "column_double": _lt(
        "Sheet %(sheet)s has several columns for %(column)s: %(headings)s."
    ),
}

# About one row; ``heading`` and ``value`` are known for each.
ROW_SENTENCES = {
    "missing": _lt("%(heading)s is missing"),
    "too_long": _lt("%(heading)s has %(length)s characters, more than %(limit)s"),
    "error_cell": _lt("%(heading)s holds a formula error: %(value)s"),
    "merged_cell": _lt(
        "%(heading)s is a merged cell that covers several rows or columns"
    ),
    "not_a_number": _lt("%(heading)s is not a number: %(value)s"),
    "digits_lost": _lt("%(heading)s is a number too long for a spreadsheet: %(value)s"),
    "too_small": _lt("%(heading)s must be more than %(limit)s: %(value)s"),
    "negative": _lt("%(heading)s is negative: %(value)s"),
    "too_large": _lt("%(heading)s is more than %(limit)s: %(value)s"),
    "too_precise": _lt("%(heading)s has more than %(places)s decimals: %(value)s"),
    "unreadable_date": _lt("%(heading)s is not a date: %(value)s"),
    "future_date": _lt("%(heading)s lies in the future: %(value)s"),
    "too_early": _lt("%(heading)s lies before %(limit)s: %(value)s"),
    "date_in_text": _lt(
        "%(heading)s has been turned into a date by the spreadsheet: %(value)s"
    ),
    "bad_number": _lt("%(heading)s is not a household number: %(value)s"),
    "unknown_category": _lt("%(heading)s is not a known category: %(value)s"),
    "unknown_state": _lt("%(heading)s is not a known supply state: %(value)s"),
    "unknown_heating_type": _lt(
        "%(heading)s is not a known way of charging: %(value)s"
    ),
    "inner_above_built": _lt(
        "%(heading)s %(value)s is more than the built area %(built)s"
    ),
    "contradicting": _lt("Rows %(rows)s contradict each other in %(fields)s"),
    "bad_season": _lt("%(heading)s is not a heating season: %(value)s"),
    "future_season": _lt("%(heading)s has not begun yet: %(value)s"),
    "amounts_disagree": _lt(
        "%(receivable)s receivable less %(received)s received is not %(owed)s owed"
    ),
    "repeated": _lt("Says the same as row %(first_row)s, which is taken"),
    "ignored_row": _lt("A total, or the headings once more: not a household"),
    "extra_column": _lt("Column %(value)s is not read"),
    "not_saved": _lt("Could not be saved: %(error)s"),
}

# The same reasons in a word or two, to group and to filter by.
REASONS = [
    ("missing", "Missing"),
    ("too_long", "Text Too Long"),
    ("error_cell", "Formula Error"),
    ("merged_cell", "Merged Cell"),
    ("not_a_number", "Not a Number"),
    ("digits_lost", "Digits Lost"),
    ("too_small", "Too Small"),
    ("negative", "Negative"),
    ("too_large", "Too Large"),
    ("too_precise", "Too Many Decimals"),
    ("unreadable_date", "Not a Date"),
    ("future_date", "Date in the Future"),
    ("too_early", "Date Too Early"),
    ("date_in_text", "Text Turned into a Date"),
    ("bad_number", "Not a Household Number"),
    ("unknown_category", "Unknown Category"),
    ("unknown_state", "Unknown Supply State"),
    ("unknown_heating_type", "Unknown Way of Charging"),
    ("inner_above_built", "Inner above Built Area"),
    ("contradicting", "Contradicting Rows"),
    ("bad_season", "Not a Season"),
    ("future_season", "Season in the Future"),
    ("amounts_disagree", "Amounts Disagree"),
    ("repeated", "Repeated Row"),
    ("ignored_row", "Total or Heading"),
    ("extra_column", "Column Not Read"),
    ("not_saved", "Not Saved"),
]


def render(env, sentence, facts):
    """A sentence in the environment's language.

    :param env: whose language it is
    :param sentence: a lazy text such as `ROW_SENTENCES` has
    :param facts: what the sentence names; a list is joined as the language does it
    """
    lang = env.lang or "en_US"
    words = {
        name: format_list(env, map(str, value), lang_code=lang)
        if isinstance(value, list)
        else value
        for name, value in facts.items()
    }
    return env._(sentence) % words  # pylint: disable=translation-not-lazy
