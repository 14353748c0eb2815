"""The shipped examples are read as the people who wrote them meant them, and each gets a report."""

import pytest

from target_lint import check_file, readers
from tests.conftest import ROOT

EXAMPLES = ROOT / "examples"
#: file -> (targets, owners, fields in all)
WRITTEN = {
    "three-sentences.txt": (3, 0, 3),
    "history-teacher.docx": (3, 1, 14),
    "reception-teacher.docx": (2, 1, 8),
    "maths-department.docx": (5, 3, 12),
    "deputy-head.docx": (2, 1, 7),
    "trainee-weekly-targets.md": (10, 0, 11),
    "school.csv": (60, 60, 257),
    "headteacher.txt": (3, 1, 14),
    "teaching-assistant.txt": (2, 1, 2),
    "site-manager.txt": (3, 1, 10),
    "pupil-plan.txt": (4, 1, 13),
    "email.txt": (3, 0, 3),
    "targets.jsonl": (8, 6, 21),
}


@pytest.mark.parametrize("name", sorted(WRITTEN))
def test_an_example_is_read_whole(name):
    draft = readers.read(EXAMPLES / name)
    owners = {target.owner for target in draft.targets if target.owner}
    assert (len(draft.targets), len(owners), sum(len(target.fields) for target in draft.targets)) == WRITTEN[name]
    assert draft.errors == ()
    assert draft.prose is (name == "email.txt")


@pytest.mark.parametrize("name", sorted(WRITTEN))
def test_an_example_gets_a_report(name):
    report = check_file(EXAMPLES / name)
    assert len(report.targets) == WRITTEN[name][0]
    assert {target.verdict.value for target in report.targets} <= {"ready", "revise", "rewrite"}


def test_every_example_is_named():
    files = {path.name for path in EXAMPLES.iterdir() if path.suffix in readers.SUFFIXES} - {"README.md"}
    assert files == set(WRITTEN)
    listed = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in listed for name in WRITTEN)
