"""Headings: the usual ones are known however they are written, others are remembered."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from admin.imports import columns, fields
from admin.imports.cells import Manner
from admin.imports.fields import Kind
from hub.errors import Refusal

NAMED = (
    *(
        "Account Name",
        "Account ID",
        "Website",
        "Industry",
        "Employees",
        "Number of Employees",
        "Billing Country",
    ),
    *(
        "Region",
        "Product",
        "Use Case",
        "NPS",
        "NPS Score",
        "Usage Percentile",
        "Health Score",
        "Customer Since",
    ),
    *("Last Renewal Date", "Last Expansion Date", "Executive Sponsor", "Strategic", "CSM"),
    *("Customer Success Manager", "First Name", "Last Name", "Email", "Title"),
)

known = st.sampled_from(
    [
        (kind, field.name, heading)
        for kind in Kind
        for field in fields.FIELDS[kind]
        for heading in field.headings
    ]
)


@pytest.mark.parametrize("heading", NAMED)
def test_the_headings_that_are_promised_are_known(heading):
    assert fields.recognised(Kind.CUSTOMERS, heading)


def test_no_heading_means_two_fields():
    for kind in Kind:
        found: dict[str, str] = {}
        for field in fields.FIELDS[kind]:
            for heading in field.headings:
                assert found.setdefault(fields.heading_key(heading), field.name) == field.name


@given(known, st.sampled_from(["", " ", "_", "-", "  "]), st.sampled_from([str.lower, str.upper, str.title]))
def test_case_spaces_and_underscores_do_not_count(one, mark, case):
    kind, name, heading = one
    assert fields.recognised(kind, case(heading).replace(" ", mark or " ")) == name


@given(st.text(max_size=40), st.sampled_from(Kind))
def test_any_heading_is_a_field_or_none(heading, kind):
    assert fields.recognised(kind, heading) in {None, *fields.by_name(kind)}


@given(
    st.dictionaries(
        st.text(max_size=12), st.sampled_from([*fields.by_name(Kind.CUSTOMERS), "", "shoe size"]), max_size=8
    )
)
def test_columns_are_taken_once_each_or_refused(mapped):
    try:
        found = columns.checked(Kind.CUSTOMERS, mapped, Manner())
    except Refusal:
        return
    assert len(set(found.fields.values())) == len(found.fields)
    assert {"account_name", "account_id"} & set(found.fields.values())


@given(
    st.lists(
        st.text(st.characters(codec="ascii", categories=["L"]), min_size=1, max_size=8),
        unique_by=str.casefold,
        max_size=8,
    )
)
def test_a_file_is_known_by_its_headings_in_any_order(headings):
    assert columns.signature(headings) == columns.signature(list(reversed(headings)))


@given(st.binary(max_size=60))
def test_any_mapping_file_is_read_or_refused(said):
    with suppress(Refusal):
        assert columns.declared(Kind.CUSTOMERS, ["Firma"], said)[0].keys() == {"Firma"}


def test_a_mapping_may_name_headings_or_fields_and_leave_columns_out():
    said = json.dumps(
        {"columns": {"firma": "Account Name", "NPS": None}, "dates": "d/m/y", "currency": "CHF"}
    )
    found, manner = columns.declared(Kind.CUSTOMERS, ["Firma", "NPS", "Health"], said.encode())
    assert found == {"Firma": "account_name", "NPS": "", "Health": "health"}
    assert (manner.dates.value, manner.currency) == ("d/m/y", "CHF")
