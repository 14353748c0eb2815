"""Web pages: saved forms and pages of appraisal systems; every field is asserted."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from target_lint import readers
from target_lint.readers import html
from target_lint.readers.headings import shipped_headings


def read(text):
    return readers.read_bytes(text.encode(), "form.html")


def shape(draft):
    return [{field.name: field.text for field in target.fields} for target in draft.targets]


def test_a_table_with_spans_lists_and_unclosed_cells():
    draft = read(
        """<!doctype html><title>My appraisal</title><style>td {color: red}</style><nav>Home | Objectives</nav>
        <h1>Objectives</h1><p>Name: R.P.<table><tr><th>Objective<th>Success criteria<th>Actions
        <tr><td>Essay structure in <b>9C</b><td>A paragraph&nbsp;unaided &amp; signed<td><ul><li>Model one<li>Redraft</ul>
        <tr><td rowspan=2>Source work in 7B<td>One<td>two<tr><td>three<td>four</table>"""
    )
    assert shape(draft) == [
        {"statement": "Essay structure in 9C", "success_criteria": "A paragraph unaided & signed", "actions": "Model one\nRedraft"},
        {"statement": "Source work in 7B", "success_criteria": "One\nthree", "actions": "two\nfour"},
    ]
    assert draft.targets[0].owner == "R.P." and not draft.prose


def test_what_was_typed_into_a_form():
    draft = read(
        """<form><label for=a>Objective 1</label><textarea id=a>Choir sings
        in two parts</textarea><label>How will you know?</label><input value="A concert in May"><input type=hidden value=token>
        <input type=checkbox value=on><select><option>Choose</select><button>Save</button></form>"""
    )
    assert shape(draft) == [{"statement": "Choir sings\nin two parts", "success_criteria": "A concert in May"}]


def test_headings_and_definition_lists():
    draft = read("<h2>Objective 1</h2><p>Spelling in 7B</p><h3>Success criteria</h3><p>18 of 20</p><dl><dt>Timescale<dd>July</dl>")
    assert shape(draft) == [{"statement": "Spelling in 7B", "success_criteria": "18 of 20", "timescale": "July"}]


def test_hidden_words_are_not_read():
    draft = read(
        "<p>8X2 hand in homework.<p hidden>secret one</p><div style='display: none'><div>secret two</div>still</div>"
        "<script>if (a < b) { 'secret' }</script><p>9C write essays."
    )
    assert [target.fields[0].text for target in draft.targets] == ["8X2 hand in homework.", "9C write essays."]


def test_a_page_in_a_text_file_is_still_a_page():
    assert shape(readers.read_text("<html><body><p>Objective: essays in 9C</p></body></html>")) == [{"statement": "essays in 9C"}]


@given(st.text(alphabet="<>/ab=\"' table tr td th p div li textarea &#;x1", max_size=200))
def test_any_page_is_read_or_empty(text):
    html.read(text, "form.html", shipped_headings())


def test_depth_costs_nothing():
    start = time.process_time()
    html.read("<div>" * 100_000 + "Objective: essays", "deep.html", shipped_headings())
    html.read("<table><tr><td>" * 3_000 + "Objective: essays", "deep.html", shipped_headings())
    assert time.process_time() - start < 30


@pytest.mark.parametrize("gap", ["      ", "&nbsp;&nbsp; ", "\t", " | ", " - ", "<br>"])
@pytest.mark.parametrize("page", ["<p>{}</p><p>Objective: Choir</p>", "<p>{}<table><tr><td>Objective<td>Choir</table>", "<table><tr><td colspan=2>{}<tr><td>Objective<td>Choir</table>", "<pre>{}\n\nObjective: Choir</pre>"])
def test_name_and_role_in_one_line_or_cell(gap, page):
    text = f"<b>Name:</b> Helen Carter{gap}<b>Role:</b> Teacher of Geography"
    (target,) = readers.read_text("<!doctype html>" + page.format(text), "a.html").targets
    assert (target.owner, target.role, target.fields[0].text) == ("Helen Carter", "Teacher of Geography", "Choir")
