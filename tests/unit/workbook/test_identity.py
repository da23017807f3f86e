"""Which row of an edition is which item."""

from hypothesis import given
from hypothesis import strategies as st

from connectors.workbook.identity import Row, matched
from hub.edition_difference import Differences, verdict_on


def row(title: str, key: str = "", module: str = "MES", **other: str) -> Row:
    return Row(key=key, title=title, module=module, **other)


def test_an_id_outlives_a_new_title():
    found = matched(
        [row("接口开发", "T-1"), row("导入", "T-2")], [row("接口开发二", "T-1"), row("导入", "T-2")]
    )

    assert found.pairs == {0: (0, "key"), 1: (1, "key")}


def test_ids_that_are_used_again_are_no_identity():
    old = [row("接口开发", "1"), row("数据导入", "2"), row("上线切换", "3")]
    new = [row("全新的一行", "1"), row("接口开发", "2"), row("数据导入", "3"), row("上线切换", "4")]

    assert {n: o for n, (o, _) in matched(old, new).pairs.items()} == {1: 0, 2: 1, 3: 2}


def test_a_row_that_moved_to_another_module_is_the_same():
    found = matched([row("接口开发", module="MES")], [row("接口开发", module="WMS")])

    assert found.pairs == {0: (0, "title")}


def test_equal_titles_of_one_module_are_paired_by_owner_then_in_order():
    old = [row("测试", owner="a"), row("测试", owner="b")]
    new = [row("测试", owner="b"), row("测试", owner="a")]

    assert {n: o for n, (o, _) in matched(old, new).pairs.items()} == {0: 1, 1: 0}


def test_a_renamed_row_is_only_proposed():
    found = matched([row("生产订单接口开发")], [row("生产订单接口的开发")])

    assert found.pairs == {}
    assert [(old, new) for old, new, _ in found.proposals] == [(0, 0)]


def test_versions_and_periods_forbid_a_proposal():
    for old, new in (
        ("结算 V1.0", "结算 V2.0"),
        ("一期数据导入", "二期数据导入"),
        ("201711 报表", "201712 报表"),
    ):
        assert matched([row(old)], [row(new)]).proposals == []


def test_a_refused_pair_is_never_proposed_again():
    found = matched([row("生产订单接口开发")], [row("生产订单接口的开发")], {(0, 0): False})

    assert found.proposals == []


titles = st.lists(st.sampled_from("甲乙丙丁戊己庚辛壬癸"), unique=True, max_size=10)


@given(titles, st.randoms(use_true_random=False))
def test_the_same_rows_in_another_order_are_the_same_items(some, chance):
    shuffled = list(some)
    chance.shuffle(shuffled)
    found = matched([row(t) for t in some], [row(t) for t in shuffled])

    assert all(some[old] == shuffled[new] for new, (old, _) in found.pairs.items())
    assert len(found.pairs) == len(some)


def test_an_edition_with_a_tenth_of_its_rows_looks_empty():
    verdict = verdict_on(
        Differences(before=900, now=10, gone=890), is_complete=True, is_first=False
    )

    assert (verdict.held, verdict.removals) == ("held_empty", False)


def test_growth_at_the_end_is_no_churn():
    grown = Differences(before=100, now=160, added=60, is_growth=True)
    mixed = Differences(before=100, now=160, added=60, is_growth=False)

    assert verdict_on(grown, is_complete=True, is_first=False).held == ""
    assert verdict_on(mixed, is_complete=True, is_first=False).held == "held_churn"


def test_many_absences_are_read_but_remove_nothing():
    verdict = verdict_on(
        Differences(before=500, now=470, gone=30), is_complete=True, is_first=False
    )

    assert (verdict.held, verdict.removals) == ("", False)
