"""scripts/cases.py, which `make cases` calls."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PASSING = ROOT / "tests" / "cases" / "15-nothing-is-due-on-the-due-day-itself.json"


def run(*arguments, **options):
    """Return the exit code and the lines that the script prints."""
    done = subprocess.run(
        [sys.executable, "-S", ROOT / "scripts" / "cases.py", *arguments],
        capture_output=True,
        encoding="utf-8",
        check=False,
        **options,
    )
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout.splitlines(), done.stderr.splitlines()


@pytest.fixture
def folder(tmp_path):
    """A folder with a case that passes, and one below it under another name."""
    (tmp_path / "b.json").write_bytes(PASSING.read_bytes())
    (tmp_path / "sub").mkdir()
    case = json.loads(PASSING.read_text("utf-8"))
    case["name"] = "推迟供暖: 甲\n乙"
    text = json.dumps(case, ensure_ascii=False)
    (tmp_path / "sub" / "a.json").write_text(text, "utf-8-sig")
    (tmp_path / "README.md").write_text("no case")
    return tmp_path


def test_all_cases_of_the_repository_pass():
    code, lines, errors = run(ROOT / "tests" / "cases")
    assert code == 0
    assert lines[0] == "pass Fanshi judgment: area times price"
    assert lines[-1] == f"{len(lines) - 1} passed, 0 failed"
    assert not errors


def test_every_json_file_in_the_folder_and_below_is_run(folder):
    code, lines, _errors = run(folder)
    assert (code, lines) == (
        0,
        [
            "pass Nothing is due on the due day itself",
            "pass 推迟供暖: 甲 乙",
            "2 passed, 0 failed",
        ],
    )


def test_one_failure_fails_the_run_and_stops_nothing(folder):
    case = json.loads(PASSING.read_text("utf-8"))
    case["expect"] = {"amount": "1.00"}
    (folder / "a.json").write_text(json.dumps(case))
    (folder / "c.json").write_text("{")
    (folder / "d.json").write_bytes(b"\xff\xfe")
    (folder / "e.json").symlink_to("nowhere")
    code, lines, _errors = run(folder)
    assert code == 1
    assert lines[0] == (
        "FAIL Nothing is due on the due day itself: "
        "expected amount 1.00, got 0.00 [a.json]"
    )
    assert lines[1] == "pass Nothing is due on the due day itself"
    assert lines[2].startswith("FAIL c.json: malformed case, expected JSON, got ")
    assert lines[3].startswith("FAIL d.json: malformed case, expected JSON in UTF-8")
    assert lines[4].startswith("FAIL e.json: malformed case, expected a file")
    assert lines[-1] == "2 passed, 4 failed"


def test_a_terminal_without_chinese_stops_nothing(folder):
    code, lines, _errors = run(
        folder, env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    )
    assert (code, lines[-1]) == (0, "2 passed, 0 failed")


def test_no_case_is_no_success(tmp_path):
    code, lines, errors = run(tmp_path)
    assert (code, lines) == (1, ["0 passed, 0 failed"])
    assert len(errors) == 1
    assert "no .json file" in errors[0]


@pytest.mark.parametrize("arguments", [["no/such/folder"], [], ["a", "b"], [PASSING]])
def test_a_folder_is_needed(arguments):
    code, lines, errors = run(*arguments)
    assert code == 2
    assert not lines
    assert len(errors) == 1
