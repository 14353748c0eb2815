"""Writes the four Word forms of this folder. Run by hand, from the top of the checkout: ``python examples/make_forms.py``.

Needs python-docx (``pip install 'target-lint[test]'``). Four layouts that schools use: headings in the first row, headings in the
first column, one table a person, and no table at all.
"""

from pathlib import Path

import docx

HERE = Path(__file__).parent


def table(document, rows):
    made = document.add_table(len(rows), max(map(len, rows)))
    made.style = "Table Grid"
    for row, texts in zip(made.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=False):
            cell.text = text
    return made


def history_teacher():
    document = docx.Document()
    document.add_heading("Performance management: objectives for 2026-27", 1)
    document.add_paragraph("Name: T.A.")
    document.add_paragraph("Role: Teacher of history")
    table(document, [
        ["Objective", "Success criteria", "Actions", "Support / CPD", "Timescale"],
        [
            "Essay structure in 9C: the eleven EAL pupils write a paragraph that makes a claim, gives evidence and explains it.",
            "In the June assessment nine of the eleven do so in at least two paragraphs, without the frame.",
            "Colour-code one model paragraph a fortnight under the visualiser; return drafts with one question each; pupils redraft in the lesson.",
            "EAL lead to read six drafts with me in November and March",
            "June assessment; look at drafts together each half-term",
        ],
        [
            "Raise attainment at GCSE so that 80% of pupils achieve their target grade or above.",
            "Results",
            "Intervention sessions, revision guides, quality first teaching",
            "",
            "August",
        ],
        ["Improve my differentiation and use of data", "Lessons are better differentiated", "Use a range of strategies", "INSET", "ongoing"],
    ])  # fmt: skip
    return document


def reception_teacher():
    document = docx.Document()
    document.add_heading("Appraisal: planning meeting", 1)
    made = table(document, [
        ["Name", "J.J."],
        ["Post", "Reception teacher"],
        ["Objective 1", ""],
        ["What do you want to achieve?", "The seven summer-born boys in Reception who do not yet choose to write put marks on paper for a purpose of their own: a label, a list, a ticket."],
        ["How will you know?", "Each of the seven has five dated pieces in his folder by May that he started without an adult."],
        ["Key actions", "Clipboards and luggage labels in the den and the garage area; I write alongside for ten minutes each morning; weekly swap of one area after watching where they play."],
        ["By when", "May half-term, photographs looked at with the phase leader every half-term"],
        ["Objective 2", ""],
        ["What do you want to achieve?", "To provide a stimulating learning environment with lots of opportunities for all children to develop their communication and language."],
        ["How will you know?", "Children are more confident communicators. GLD improves."],
        ["Key actions", "tbc"],
        ["By when", "July"],
    ])  # fmt: skip
    for row in (2, 7):
        made.cell(row, 0).merge(made.cell(row, 1))
    return document


def maths_department():
    document = docx.Document()
    document.add_heading("Mathematics department: targets", 1)
    people = [
        ("Name: A.B.", [
            ["Target", "Evidence", "Review"],
            ["Year 8 set 2: solve equations with the unknown on both sides, setting out one line for each step.", "Fortnightly five-question slip, 24 of 29 with 4 or 5 right by February; books of the five who are not there yet", "With head of department each half-term"],
            ["Be punctual to lessons and meet all deadlines.", "", ""],
        ]),
        ("Name: C.D.", [
            ["Target", "Evidence", "Review"],
            ["I would like to try out low-stakes retrieval quizzes with 11D, twice a week, questions from last month and last year, to see whether the eight who fall below 20% on the calculator paper remember how to find the mean from a table. They should get that question right three times running by Christmas.", "Quiz sheets, kept by pupils", "Lesson visits in October and December"],
        ]),
        ("Name: E.F.", [
            ["Target", "Evidence", "Review"],
            ["All lessons to be good or outstanding", "Observations", "Termly"],
            ["Develop leadership skills", "Lead a working party", ""],
        ]),
    ]  # fmt: skip
    for name, rows in people:
        document.add_paragraph(name)
        table(document, rows)
        document.add_paragraph()
    return document


def deputy_head():
    document = docx.Document()
    document.add_heading("Objectives of the deputy head", 1)
    for line in ("Name: G.H.", "Role: Deputy head"):
        document.add_paragraph(line)
    for heading, text in [
        ("Objective 1", "Late arrivals in Years 9 and 10. 46 pupils were late to period 1 ten times or more last term."),
        ("Success criteria", "Fewer than 15 pupils are late ten times or more in the spring term."),
        ("How will you get there?", "Gate at 8.30 with the attendance officer, names read back to tutors by 9.00. I meet each of the 46 once with a parent before half-term and we agree one change at home and one in school."),
        ("By when?", "31 March"),
        ("Objective 2", "Strengthen the quality of teaching and learning through effective monitoring and support."),
        ("Success criteria", "Teaching is consistently good."),
        ("How will you get there?", "Learning walks will be carried out regularly and staff held to account."),
    ]:  # fmt: skip
        document.add_paragraph(heading).runs[0].bold = True
        document.add_paragraph(text)
    return document


if __name__ == "__main__":
    for make in (history_teacher, reception_teacher, maths_department, deputy_head):
        make().save(HERE / f"{make.__name__.replace('_', '-')}.docx")
