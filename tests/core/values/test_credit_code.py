"""The check signs of company codes, on public codes and on every single mistyped sign."""

import pytest

from luoshi.values.credit_code import ALPHABET, check_sign, checked, inner_checks

GOOD = ["91350200776049653A", "91440101MA5CJQ4N59", "12341700686863395A"]
EARLY = ["91350203M0001QAY9B", "91350100M0001TGQXM", "91350211M0000XUF46"]


@pytest.mark.parametrize("code", GOOD)
def test_a_real_code_checks_and_any_one_mistyped_sign_does_not(code: str) -> None:
    assert checked(code) == "right"
    assert inner_checks(code)
    for at in range(18):
        for sign in set(ALPHABET) - {code[at]}:
            assert checked(code[:at] + sign + code[at + 1 :]) == "doubtful"


@pytest.mark.parametrize("code", EARLY)
def test_an_early_code_is_doubtful_though_what_is_inside_checks(code: str) -> None:
    assert checked(code) == "doubtful"
    assert inner_checks(code)


@pytest.mark.parametrize(
    "code", ["", "9135020077604965", "9135020077604965IA", "９1350200776049653A"]
)
def test_what_cannot_be_a_code_is_wrong(code: str) -> None:
    assert checked(code) == "wrong"


@pytest.mark.parametrize(
    "code", ["", "9135020077604965", "913502007760496500", "91350200７76049653A"]
)
def test_an_organisation_code_that_does_not_check(code: str) -> None:
    assert not inner_checks(code)


@pytest.mark.parametrize(("code", "rest"), [("913502000000000000", "0"), (EARLY[1], "X")])
def test_the_two_rests_that_are_not_their_own_figure(code: str, rest: str) -> None:
    assert code[16] == rest
    assert inner_checks(code)
    assert not inner_checks(code[:16] + "1" + code[17:])


def test_a_check_sign_of_what_is_no_code_is_an_error() -> None:
    with pytest.raises(ValueError, match="I"):
        check_sign("I" * 17)
