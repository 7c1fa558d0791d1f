"""Merge each addon's fresh .pot into its zh_CN.po and list what is not translated.

usage: merge_translations.py ADDON…
"""

import pathlib
import sys

import polib


def merge(addon):
    """Bring one addon's Chinese up to date; return how many terms have none."""
    folder = pathlib.Path(addon, "i18n")
    template = polib.pofile(str(folder / f"{addon}.pot"), wrapwidth=78)
    for name in ("POT-Creation-Date", "PO-Revision-Date", "Last-Translator"):
        # dates and names would make every export a change
        template.metadata.pop(name, None)
    template.save()
    path = folder / "zh_CN.po"
    chinese = polib.pofile(str(path), wrapwidth=78) if path.exists() else polib.POFile()
    known = {entry.msgid: entry.msgstr for entry in chinese if not entry.obsolete}
    merged = polib.POFile(wrapwidth=78)
    merged.metadata = {**template.metadata, "Language": "zh_CN"}
    for entry in template:
        merged.append(
            polib.POEntry(
                msgid=entry.msgid,
                msgstr=known.get(entry.msgid, ""),
                comment=entry.comment,
                tcomment=entry.tcomment,
                occurrences=entry.occurrences,
                flags=[flag for flag in entry.flags if flag != "fuzzy"],
            )
        )
    merged.save(str(path))
    return [entry.msgid for entry in merged if not entry.msgstr]


def main(addons):
    """Merge all addons; return the exit code."""
    missing = {addon: merge(addon) for addon in addons}
    for addon, terms in missing.items():
        print(f"{addon}: {len(terms)} not translated")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
