"""Links are found by key, by exact title inside a module, or asked of a person."""

from msgspec.structs import replace

from hub.linking import propose
from hub.model.event import Interval
from hub.model.links import LinkRejected, pair
from hub.policy import default_policy
from hub.rules.context import Context
from hub.rules.folding import fold_into
from hub.rules.world import World
from tests.unit.rules.rollout import PROJECT, START, Rollout, noon


def proposals(rollout: Rollout):
    return propose(fold_into(World(PROJECT), rollout.events))


def plan(**terms) -> Rollout:
    return Rollout().agreed("MES-7", **{"title": "部署生产追溯模块", **terms})


def test_the_same_key_is_sure():
    [link] = proposals(plan().item("MES-7", title="something else"))

    assert (link.found_by, link.confidence) == ("key", 1.0)


def test_a_running_number_alone_is_no_key():
    rollout = Rollout().agreed("3", title="部署生产追溯模块")

    assert proposals(rollout.item("3", title="打印机到货验收", module="WMS")) == []


def test_the_exact_title_inside_the_module_is_sure_whatever_the_width_of_its_characters():
    [link] = proposals(plan(title="部署 MES V1").item("X-1", title="部署ＭＥＳ　v1"))

    assert (link.found_by, link.confidence) == ("title", 0.95)


def test_the_same_title_in_another_module_is_not_linked():
    assert proposals(plan().item("X-1", title="部署生产追溯模块", module="WMS")) == []


def test_two_commitments_of_one_title_are_no_answer():
    rollout = plan().agreed("MES-8", title="部署生产追溯模块")

    assert [link.found_by for link in proposals(rollout.item("X-1", title="部署生产追溯模块"))] == [
        "score"
    ]


def test_a_similar_title_is_a_question_below_the_line_of_findings():
    [link] = proposals(plan().item("X-1", title="部署生产追溯子模块"))

    assert link.found_by == "score"
    assert link.confidence < 0.9


def test_other_numbers_are_other_things_however_similar():
    rollout = plan(title="结算接口 V1.0 联调")

    assert proposals(rollout.item("X-1", title="结算接口 V2.0 联调")) == []


def test_a_refused_pair_is_never_proposed_again():
    rollout = plan().item("X-1", title="部署生产追溯子模块")
    [link] = proposals(rollout)
    rejected = LinkRejected(
        subject=pair(link.item, link.commitment),
        entry="",
        occurred=Interval.at(noon(START)),
        item=link.item,
        commitment=link.commitment,
    )
    rollout.tell(rejected, START)

    assert proposals(rollout) == []


def test_what_is_linked_surely_is_not_searched_again():
    rollout = plan().item("MES-7")
    for link in proposals(rollout):
        rollout.tell(link, START)

    assert proposals(rollout) == []


def test_the_policy_says_from_what_confidence_on_a_link_counts():
    rollout = plan().item("X-1", title="部署生产追溯模块")
    world, usual = rollout.world(), default_policy()
    strict = replace(usual, sources=replace(usual.sources, link_confidence=0.97))

    counted = [
        bool(Context(world, policy, policy.calendar(), START, noon(START)).sure_ties)
        for policy in (usual, strict)
    ]

    assert counted == [True, False]


def test_what_the_policy_does_not_count_keeps_no_surer_link_away():
    rollout = plan().item("X-1", title="部署生产追溯模块")
    world = rollout.world()
    rollout.agreed("MES-9", title="something else")
    rollout.changed("extra:ref", None, "MES-9", on=START, key="X-1")
    later = fold_into(World(PROJECT), rollout.events)

    assert len(world.ties) == 1
    assert [len(propose(later, least)) for least in (0.9, 0.97)] == [0, 1]
