"""Makes formats/: the same answers as an Excel workbook, as SPSS files, and as a wide table with semicolons.

Run in the study's folder after data.R: python make/formats.py
Needs openpyxl 3.1, pandas 2 or 3, and pyreadstat 1.3, all from PyPI. The same input gives the same bytes.

Each folder of formats/ is laid over a copy of the study whose two CSV files of participants have been
removed. Empty cells of the CSV files become, in turn, an empty cell and a code that stands for no answer.
"""

import csv
import datetime
import io
import pathlib
import re
import zipfile

import openpyxl
import pandas
import pyreadstat

HERE = pathlib.Path("formats")
QUANTITATIVE = pathlib.Path("data/quantitative")
TIMES = ["T0", "T1", "T2", "T3"]
LABELS = {
    "arm": {"peer": "Peer groups", "usual": "Usual care"},
    "gender": {"woman": "Woman", "man": "Man", "other": "Other"},
    "living": {"alone": "Alone", "with-others": "With others", "supported": "In supported housing"},
    "activity": {
        "none": "Not out of the house",
        "street": "Street or garden",
        "cafe": "Shops, café or club",
        "work": "Work or volunteering",
    },
}
TEXT = {"participant", "timepoint", "interviewer", "help"} | set(LABELS)
EPOCH = datetime.datetime(2025, 10, 1, 9, 0, 0)


def table(name):
    with open(QUANTITATIVE / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


PARTICIPANTS, RESPONSES = table("participants"), table("responses")


def number(text):
    return float(text) if "." in text else int(text)


class InTurn:
    """Of the empty cells of a column every second one is the column's code, if it has one."""

    def __init__(self):
        self.seen = {}

    def __call__(self, column, code, empty):
        self.seen[column] = self.seen.get(column, 0) + 1
        return code if code is not None and self.seen[column] % 2 == 0 else empty


def study(folder, layout, values):
    """study.yaml with the layout of that folder, and with what stands for each timepoint in its data."""
    text = pathlib.Path("data/study.yaml").read_text(encoding="utf-8")
    text = re.sub(r"# The letters.*\nlayout: .*\n", lambda _: f"layout: {layout}\n", text)
    for time, value in values.items():
        text = text.replace(f"{{id: {time}, ", f"{{id: {time}, value: {value}, ")
    target = HERE / folder / "data/study.yaml"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
    files = HERE / folder / QUANTITATIVE
    files.mkdir(parents=True, exist_ok=True)
    return files


def xlsx():
    files = study("xlsx", '{sheet: Answers, missing: [-9, n/a], ignore: [interviewer, entered]}', {})
    for name, rows in [("participants", PARTICIPANTS), ("responses", RESPONSES)]:
        turn = InTurn()
        book = openpyxl.Workbook()
        book.active.title = "Read me"
        book.active["A1"] = "Invented answers. The table is on the sheet Answers; -9 and n/a stand for no answer."
        sheet = book.create_sheet("Answers")
        columns = list(rows[0]) + ["entered"]
        sheet.append(columns)
        for index, row in enumerate(rows):
            cells = []
            for column in columns[:-1]:
                text = row[column]
                if text == "":
                    cells.append(turn(column, "n/a" if column in TEXT else -9, None))
                elif column in LABELS:
                    cells.append(LABELS[column][text])
                else:
                    cells.append(text if column in TEXT else number(text))
            sheet.append(cells + [EPOCH + datetime.timedelta(days=index // 9)])
        book.properties.creator = "Invented"
        book.properties.created = book.properties.modified = EPOCH
        buffer = io.BytesIO()
        book.save(buffer)
        (files / f"{name}.xlsx").write_bytes(without_clock(buffer))


def without_clock(buffer):
    """The same archive with one date for all its members, and for the file itself."""
    out = io.BytesIO()
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/core.xml":
                stamp = EPOCH.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
                data = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", stamp, data)
            info = zipfile.ZipInfo(name, EPOCH.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            new.writestr(info, data)
    return out.getvalue()


# What stands for no answer in a column of the SPSS files: the code that is written, and what is declared.
MISSING = {
    "mood": (8, [8, 9]),
    "conf": (98, [{"lo": 97, "hi": 99}]),
    "wb": (-9, [-9]),
    "part": (99, [{"lo": 90, "hi": 99}, -1]),
    "sixmin": (-1, [-1]),
    "contacts": (999, [999]),
    "age": (999, [999]),
    "months": (998, [{"lo": 990, "hi": 999}]),
    "gender": (9, [9]),
    "living": (9, [9]),
    "activity": (9, [9]),
}
ANSWERS = {
    "mood": ["Not at all", "Some days", "Most days", "Every day"],
    "conf": [None, "Not at all true", "Hardly true", "Partly true", "Mostly true", "Quite true"],
    "wb": [None, "Never", "Rarely", "Sometimes", "Often", "Always"],
    "part": ["Never", "Once", "Twice", "Most days", "Daily"],
}
SAYS = {
    "nr": "Number of the participant",
    "arm": "Clinic",
    "gender": "Gender",
    "age": "Age in years",
    "living": "Lives",
    "help": "Help at home, several possible",
    "months": "Months since the stroke",
    "strokes": "Strokes so far",
    "wave": "Interview",
    "interviewer": "Who sat beside the participant",
    "wb_total": "Total of the Living Well Scale, worked out by hand",
    "sixmin": "Distance walked in six minutes, metres",
    "activity": "Furthest place in the last week",
    "contacts": "People talked with in the last week",
}
OF_ITEMS = {"mood": "Low mood, item", "conf": "Confidence, item", "wb": "Living well, item", "part": "Out and about, item"}


def family(column):
    return re.sub(r"\d+$", "", column)


def sav():
    values = {time: index for index, time in enumerate(TIMES, 1)}
    files = study("sav", "{participant: nr, timepoint: wave, ignore: [interviewer]}", values)
    for name, rows in [("participants", PARTICIPANTS), ("responses", sorted(RESPONSES, key=lambda row: row["participant"]))]:
        turn = InTurn()
        data, missing, labels, formats, says = {}, {}, {}, {}, {}
        for column in rows[0]:
            to = {"participant": "nr", "timepoint": "wave"}.get(column, column)
            kind = family(column)
            code, declared = MISSING.get(kind, (None, None))
            if column in {"participant", "interviewer", "help"}:
                data[to] = [row[column] for row in rows]
            else:
                levels = {id: index for index, id in enumerate(LABELS.get(column, values if to == "wave" else {}), 1)}
                data[to] = [
                    float("nan") if cell is None else float(cell)
                    for cell in (
                        turn(column, code, None) if row[column] == "" else levels.get(row[column]) or number(row[column])
                        for row in rows
                    )
                ]
                formats[to] = {"sixmin": "F6.1", "wb_total": "F6.2"}.get(column, "F3.0")
                if declared:
                    missing[to] = declared
            if column in LABELS:
                labels[to] = {index: label for index, label in enumerate(LABELS[column].values(), 1)}
                if declared:
                    labels[to][code] = "No answer"
            elif kind in ANSWERS:
                labels[to] = {index: label for index, label in enumerate(ANSWERS[kind]) if label}
                labels[to][code] = "No answer"
            says[to] = SAYS.get(column) or SAYS.get(to) or f"{OF_ITEMS[kind]} {int(column[-2:])}"
        path = files / f"{name}.sav"
        # One of the two is compressed row by row, as SPSS does by itself, the other is not.
        pyreadstat.write_sav(
            pandas.DataFrame(data), path, column_labels=says, variable_value_labels=labels, missing_ranges=missing,
            variable_format=formats, row_compress=name == "responses",
        )
        # The header holds the day and time of writing.
        written = bytearray(path.read_bytes())
        written[92:101], written[101:109] = b"01 Oct 25", b"09:00:00"
        path.write_bytes(written)


def wide():
    values = {time: time.lower() for time in TIMES}
    files = study("wide", '{wide: "{item}_{timepoint}", missing: ["-"], ignore: [entered-by]}', values)
    asked = [column for column in RESPONSES[0] if column not in {"participant", "timepoint", "interviewer"}]
    found = {(row["participant"], row["timepoint"]): row for row in RESPONSES}
    turn = InTurn()

    def cell(column, text):
        return turn(column, "-", "") if text == "" else LABELS.get(column, {}).get(text, text)

    with open(files / "participants.csv", "w", encoding="cp1252", newline="") as file:
        out = csv.writer(file, delimiter=";", lineterminator="\r\n")
        out.writerow(PARTICIPANTS[0])
        for row in PARTICIPANTS:
            out.writerow([cell(column, text) for column, text in row.items()])
    with open(files / "responses.csv", "w", encoding="cp1252", newline="") as file:
        out = csv.writer(file, delimiter=";", lineterminator="\r\n")
        out.writerow(["participant", "entered-by"] + [f"{column}_{time.lower()}" for column in asked for time in TIMES])
        for person in (row["participant"] for row in PARTICIPANTS):
            cells = []
            for column in asked:
                for time in TIMES:
                    row = found.get((person, time))
                    # Who was not there has nothing at all, and no code that says so.
                    cells.append("" if row is None else cell(column, row[column]))
            out.writerow([person, "Zoë"] + cells)


xlsx()
sav()
wide()
