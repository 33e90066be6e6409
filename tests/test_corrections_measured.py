"""Corrections measure the machine: what it got right by itself where people looked, never what they put in its place."""

from __future__ import annotations

import dataclasses

import pytest
from click.testing import CliRunner
from corrected_plans import anchor_of, built, extraction, told_set

from pipeline.cli import main as kehoach
from pipeline.corrections import correction
from pipeline.corrections_measured import measure_corrections

AS_IT_IS = {"canonical": "76/NQ-CP"}


def figures(store):
    return {name: (one.right, one.found, one.labelled) for name, one in measure_corrections(store).figures.items()}


@pytest.mark.parametrize(
    "machine, expected",
    [
        # wrong when it was corrected, and still
        ("76/NQ-CP", {"citations.found": (1, 1, 1), "citations.values": (0, 1, 1), "citations.canonical": (0, 1, 1)}),
        # it has learnt what people said
        ("77/NQ-CP", {"citations.found": (1, 1, 1), "citations.values": (1, 1, 1), "citations.canonical": (1, 1, 1)}),
        # a third thing is as wrong as the first
        ("78/NQ-CP", {"citations.found": (1, 1, 1), "citations.values": (0, 1, 1), "citations.canonical": (0, 1, 1)}),
    ],
)
def test_a_value_set_is_compared_with_the_machine_s_own(tmp_path, machine, expected):
    made = extraction(canonical=machine)
    assert figures(built(tmp_path, made, told_set(made, "76/NQ-CP", "77/NQ-CP"))) == expected


@pytest.mark.parametrize("machine, right", [("76/NQ-CP", 1), ("79/NQ-CP", 0)])
def test_a_confirmed_fact_counts_for_the_machine_as_long_as_it_says_so(tmp_path, machine, right):
    made = extraction(canonical=machine)
    store = built(tmp_path, made, correction("confirm", anchor_of(made), "Lan", "", values=AS_IT_IS))
    assert figures(store) == {"citations.found": (1, 1, 1), "citations.values": (right, 1, 1)}


def test_a_dropped_fact_is_one_too_many(tmp_path):
    made = extraction()
    store = built(tmp_path, made, correction("delete", anchor_of(made), "Lan", "không phải"))
    assert figures(store) == {"citations.found": (0, 1, 0)}
    assert "thừa 76/NQ-CP" in measure_corrections(store).misses[0].said


@pytest.mark.parametrize("words, expected", [("Nghị quyết số 76", (0, 0, 1)), ("76/NQ-CP", (1, 1, 1))])
def test_an_added_fact_is_missed_until_the_machine_finds_it(tmp_path, words, expected):
    made = extraction()
    values = {"kind": "numbered", "role": "body", "resolution": "unknown"}
    store = built(tmp_path, made, correction("add", anchor_of(made, words), "Lan", "sót", values=values))
    assert figures(store) == {"citations.found": expected}


def test_what_lost_its_place_says_nothing_of_the_machine(tmp_path):
    made = extraction()
    lost = dataclasses.replace(told_set(made, "76/NQ-CP", "1/NQ-CP"), anchor=dataclasses.replace(anchor_of(made), raw="x"))
    report = measure_corrections(built(tmp_path, made, lost))
    assert report.figures == {}
    assert len(report.absent) == 1


def test_the_command(tmp_path):
    made = extraction()
    store = str(built(tmp_path, made, told_set(made, "76/NQ-CP", "77/NQ-CP")))
    told = CliRunner().invoke(kehoach, ["evaluate", "--corrections", "--misses", "5", "--format", "csv", "--store", store])
    assert told.exit_code == 0
    assert "citations.canonical,0.0,0.0,0.0,0,1,1" in told.output
    assert "người 77/NQ-CP, máy 76/NQ-CP" in told.output
    both = CliRunner().invoke(kehoach, ["evaluate", "labels", "--corrections", "--store", store])
    neither = CliRunner().invoke(kehoach, ["evaluate", "--store", store])
    assert (both.exit_code, neither.exit_code) == (2, 2)
