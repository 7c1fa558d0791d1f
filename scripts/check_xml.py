"""Check that XML files are well-formed and indented by four blanks a level.

usage: check_xml.py FOLDER…
"""

import pathlib
import sys
from xml.parsers import expat

INDENT = 4


def check(path):
    """Return what is wrong with one file, a sentence a fault."""
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    faults = [
        f"{path}:{number}: blanks at the end of the line"
        for number, line in enumerate(lines, 1)
        if line != line.rstrip()
    ]
    depth = 0
    verbatim = []
    parser = expat.ParserCreate()

    def first_on_its_line():
        column = parser.CurrentColumnNumber
        return not lines[parser.CurrentLineNumber - 1][:column].strip()

    def look():
        if verbatim or not first_on_its_line():
            return
        if parser.CurrentColumnNumber != depth * INDENT:
            faults.append(
                f"{path}:{parser.CurrentLineNumber}: indent by {depth * INDENT} "
                f"blanks, not {parser.CurrentColumnNumber}"
            )

    def start(name, attributes):
        nonlocal depth
        look()
        depth += 1
        # text in which blanks count is laid out by its author
        if name in ("field", "script", "style") and attributes.get("type") == "html":
            verbatim.append(name)

    def end(name):
        nonlocal depth
        depth -= 1
        if verbatim and verbatim[-1] == name:
            verbatim.pop()
            return
        look()

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    try:
        parser.Parse(text.encode(), True)
    except expat.ExpatError as error:
        faults.append(f"{path}: not well-formed: {error}")
    return faults


def main(folders):
    """Check all files and say what is wrong; return the exit code."""
    paths = sorted(
        path for folder in folders for path in pathlib.Path(folder).rglob("*.xml")
    )
    faults = [fault for path in paths for fault in check(path)]
    print("\n".join(faults) or f"{len(paths)} XML files in order")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
