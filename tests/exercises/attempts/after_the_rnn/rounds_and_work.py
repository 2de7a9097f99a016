"""Attempts at `rounds_and_work`: three right ones, and what students hand in."""

import math


def recursive(T):
    if T == 1:
        return 0, 0
    rounds, work = recursive(T // 2)
    return rounds + 2, work + 3 * (T // 2) + 2 * ((T - 1) // 2)


def by_levels(T):
    levels = int(math.log2(T))
    sizes = [T >> k for k in range(levels)]
    return 2 * levels, sum(3 * (n // 2) + 2 * ((n - 1) // 2) for n in sizes)


def by_bits(T):
    sizes = []
    while T > 1:
        sizes.append(T)
        T = T // 2
    return {"work": sum(5 * (n // 2) - 2 * (n % 2 == 0) for n in sizes), "rounds": 2 * len(sizes)}


RIGHT = [recursive, by_levels, by_bits]


def levels_only(T):
    rounds, work = recursive(T)
    return rounds // 2, work


def three_everywhere(T):
    rounds, _ = recursive(T)
    work = 0
    while T > 1:
        work += 3 * (T // 2 + (T - 1) // 2)
        T //= 2
    return rounds, work


def two_everywhere(T):
    rounds, _ = recursive(T)
    work = 0
    while T > 1:
        work += 2 * (T // 2 + (T - 1) // 2)
        T //= 2
    return rounds, work


def meetings(T):
    rounds, work = recursive(T)
    return rounds, sum(n // 2 + (n - 1) // 2 for n in [T >> k for k in range(rounds // 2)])


def upwards(T):
    rounds, _ = recursive(T)
    return rounds, sum(3 * (n // 2) for n in [T >> k for k in range(rounds // 2)])


def all_get_one(T):
    rounds, _ = recursive(T)
    return rounds, sum(5 * (n // 2) for n in [T >> k for k in range(rounds // 2)])


def rounded_up(T):
    rounds = work = 0
    while T > 1:
        half = -(-T // 2)
        rounds, work, T = rounds + 2, work + 5 * half, half
    return rounds, work


WRONG = {
    "one way": [levels_only],
    "down alike": [three_everywhere],
    "up alike": [two_everywhere],
    "pairs": [meetings],
    "only up": [upwards],
    "first": [all_get_one],
    "odd": [rounded_up],
}
