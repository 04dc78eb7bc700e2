"""Codes of bodies, sites and records: real ones are valid, a slip is refused where the code can tell."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gongkai.text import credit_code, document_number, index_number, organisation_code, site_code

# Codes printed on public pages of real bodies (spec of metadata, §7.1) and in standards' worked examples.
VALID = [
    (credit_code, "11441700007280420Y", "11441700007280420Y"),
    (credit_code, "11341702486344515h", "11341702486344515H"),
    (credit_code, "1137 0322 0042 2224 1N", "11370322004222241N"),
    (credit_code, "１１５０００００００９２７５７８０Ｌ", "11500000009275780L"),
    (credit_code, "11320000MB151840XJ", "11320000MB151840XJ"),
    (organisation_code, "000014349", "000014349"),
    (organisation_code, "01441633-0", "014416330"),
    (organisation_code, "01527918-x", "01527918X"),
    (organisation_code, "MB151840X", "MB151840X"),
    (site_code, "3406000012", "3406000012"),
    (site_code, "1303000020", "1303000020"),
    (site_code, "4300000077", "4300000077"),
    (site_code, "BM55000001", "bm55000001"),
    (index_number, "000014349/2017-00110", "000014349/2017-00110"),
    (index_number, "014416330/2018-04736", "014416330/2018-04736"),
    (index_number, "014314799 ／ 2024-00002", "014314799/2024-00002"),
    (index_number, "11441700007280420Y/2021-00050", "11441700007280420Y/2021-00050"),
    (index_number, "11341702486344515H/202110-00013", "11341702486344515H/202110-00013"),
    (index_number, "11370322004222241N/2021-5135380", "11370322004222241N/2021-5135380"),
    (index_number, "01527918X-2020-153077", "01527918X-2020-153077"),
]

REFUSED = [
    (credit_code, "", "应为18位"),
    (credit_code, "11441700007280420", "应为18位"),
    (credit_code, "11441700007280421Y", "校验码不符"),
    (credit_code, "91350100M000100Y4Z", "不用I、O、S、V、Z"),  # the standard's own example of a wrong one
    (credit_code, "1144I700007280420Y", "第3至8位应为数字"),
    (organisation_code, "00001434", "8位"),
    (organisation_code, "000014348", "校验码不符"),
    (organisation_code, "0000143499", "8位"),
    (site_code, "340600001", "10位数字"),
    (site_code, "0406000012", "10位数字"),
    (site_code, "bm5500000", "bm加8位数字"),
    (site_code, "mb55000001", "10位数字"),
    (index_number, "000014349/2017", "机构代码/年份-流水号"),
    (index_number, "000014349/2017-", "机构代码/年份-流水号"),
    (index_number, "000014349/1817-00110", "机构代码/年份-流水号"),
    (index_number, "11341702486344515H/202113-00013", "机构代码/年份-流水号"),
    (index_number, "tanchengwjj1/2020-0000054", "机构代码/年份-流水号"),
    (index_number, "000014348/2017-00110", "校验码不符"),
    (index_number, "11441700007280421Y/2021-00050", "校验码不符"),
    # A placeholder seen in use: eight zeros have the check digit 0.
    (index_number, "000000001/2021-00151", "校验码不符"),
]


@pytest.mark.parametrize(("module", "text", "code"), VALID)
def test_real_codes_are_valid_however_they_are_spaced(module: ModuleType, text: str, code: str) -> None:
    assert module.is_valid(text)
    assert module.validate(text) == module.compact(text) == code


@pytest.mark.parametrize(("module", "text", "reason"), REFUSED)
def test_wrong_codes_are_refused_with_the_reason(module: ModuleType, text: str, reason: str) -> None:
    assert not module.is_valid(text)
    with pytest.raises(ValueError, match=re.escape(reason)):
        module.validate(text)


@pytest.mark.parametrize(
    ("module", "error"),
    [
        (credit_code, "CreditCodeError"),
        (organisation_code, "OrganisationCodeError"),
        (site_code, "SiteCodeError"),
        (index_number, "IndexNumberError"),
        (document_number, "DocumentNumberError"),
    ],
)
def test_every_module_answers_to_the_same_four_names(module: ModuleType, error: str) -> None:
    for refuse in (module.validate, module.format):
        with pytest.raises(getattr(module, error)):
            refuse("不是代码")
    assert not module.is_valid("不是代码")
    assert module.compact("不是代码") == "不是代码"


@pytest.mark.parametrize(("module", "text", "code"), VALID)
def test_the_printed_form_is_valid_again(module: ModuleType, text: str, code: str) -> None:
    assert module.validate(module.format(text)) == code


def test_the_certificate_form_of_an_organisation_code_has_a_hyphen() -> None:
    assert organisation_code.format("01527918X") == "01527918-X"


_USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_BODIES = st.builds(
    lambda head, region, rest: head + region + rest,
    st.text(_USCC, min_size=2, max_size=2),
    st.text("0123456789", min_size=6, max_size=6),
    st.text(_USCC, min_size=9, max_size=9),
)


def _check_character_of_gb_32100(body: str) -> str:
    """The standard's formula with its printed weights, apart from the code under test."""
    weights = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
    remainder = 31 - sum(_USCC.index(c) * w for c, w in zip(body, weights, strict=True)) % 31
    return _USCC[0 if remainder == 31 else remainder]


def _check_digit_of_gb_11714(body: str) -> str:
    remainder = 11 - sum(int(c, 36) * w for c, w in zip(body, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
    return {10: "X", 11: "0"}.get(remainder, str(remainder))


@given(_BODIES, st.integers(0, 17), st.sampled_from(_USCC))
def test_one_changed_character_of_a_credit_code_is_refused(body: str, position: int, other: str) -> None:
    code = body + _check_character_of_gb_32100(body)
    assert credit_code.validate(credit_code.format(code)) == code
    assume(other != code[position])
    assert not credit_code.is_valid(code[:position] + other + code[position + 1 :])


@given(st.text("0123456789", min_size=8, max_size=8), st.integers(0, 8), st.sampled_from("0123456789"))
def test_one_changed_digit_of_an_organisation_code_is_refused(body: str, position: int, other: str) -> None:
    code = body + _check_digit_of_gb_11714(body)
    assert organisation_code.validate(organisation_code.format(code)) == code
    assume(other != code[position])
    assert not organisation_code.is_valid(code[:position] + other + code[position + 1 :])


@given(_BODIES, st.integers(1900, 2099), st.integers(0, 99_999), st.integers(0, 17), st.sampled_from(_USCC))
def test_an_index_number_is_as_good_as_its_code(
    body: str, year: int, serial: int, position: int, other: str
) -> None:
    code = body + _check_character_of_gb_32100(body)
    number = f"{code}/{year}-{serial:05d}"
    assert index_number.validate(index_number.format(number)) == number
    assume(other != code[position])
    assert not index_number.is_valid(code[:position] + other + number[position + 1 :])


@given(st.text())
def test_any_text_may_be_asked_about(text: str) -> None:
    for module in (credit_code, organisation_code, site_code, index_number, document_number):
        assert module.is_valid(text) == (not _refused(module, text))


def _refused(module: ModuleType, text: str) -> bool:
    try:
        module.validate(text)
    except ValueError:
        return True
    return False


@pytest.mark.corpus
def test_the_index_number_of_a_real_report_is_valid(corpus: Path) -> None:
    (report,) = (corpus / "seeds").glob("001_*.txt")
    numbers = re.findall(r"\| (\w+/\d{4}-\d+) \|", report.read_text(encoding="utf-8"))
    assert numbers
    assert all(index_number.is_valid(number) for number in numbers)
