"""New, twice, late, lost and started again, by counter and by the sender's time."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from setpiece.tracking import Sample
from setpiece.tracking.receive import Order


def by_count(order: Order, *numbers: int, bits: int = 8) -> list[str]:
    return [order.judge(Sample("a", 0, 0, sequence=n, sequence_bits=bits)) for n in numbers]


def by_time(order: Order, *times: int) -> list[str]:
    return [order.judge(Sample("a", 0, 0, source_ns=t)) for t in times]


def test_a_counter_that_wraps() -> None:
    order = Order()
    assert by_count(order, 254, 255, 0, 1) == ["new"] * 4
    assert (order.counts.lost, order.counts.received) == (0, 4)


def test_gaps_are_losses_until_they_come_late() -> None:
    order = Order()
    assert by_count(order, 10, 13) == ["new", "new"]
    assert order.counts.lost == 2
    assert by_count(order, 11) == ["late"]
    assert (order.counts.lost, order.counts.out_of_order) == (1, 1)


def test_twice() -> None:
    order = Order()
    assert by_count(order, 7, 7, 8, 8) == ["new", "duplicate", "new", "duplicate"]
    assert order.counts.duplicate == 2


def test_a_sender_that_starts_again_is_followed() -> None:
    order = Order()
    assert by_count(order, 200, 201, 150, 151, 152, 153) == ["new", "new", "late", "late", "restart", "new"]
    assert order.counts.restarts == 1


def test_a_clock_set_back_is_followed_at_once() -> None:
    order = Order()
    assert by_time(order, 5_000_000_000, 5_010_000_000, 5_000_000_000, 1_000_000_000, 1_010_000_000) == [
        "new", "new", "late", "restart", "new",
    ]  # fmt: skip


def test_without_counter_and_time_nothing_is_judged() -> None:
    order = Order()
    assert [order.judge(Sample("a", 0, 0)) for _ in range(3)] == ["new"] * 3


@given(st.lists(st.integers(0, 400), min_size=1, max_size=300, unique=True))
def test_with_losses_alone_the_counts_add_up(kept: list[int]) -> None:
    """Whatever is dropped of a stream in order, received plus lost is what was sent between first and last."""
    kept = sorted(kept)
    gaps = [b - a for a, b in zip(kept, kept[1:], strict=False)]
    order = Order()
    for n in kept:
        order.judge(Sample("a", 0, 0, sequence=n % 65536, sequence_bits=16))
    assert order.counts.received + order.counts.lost == kept[-1] - kept[0] + 1
    assert order.counts.lost == sum(gaps) - len(gaps)
