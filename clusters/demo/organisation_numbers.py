"""Valid organisation numbers that nobody has yet."""

from collections.abc import Container, Iterator
from math import gcd
from random import Random

#: The first eight digits lie in 80 000 000 … 99 999 999.
FIRST_STEM, STEMS = 80_000_000, 20_000_000
WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2)
#: A check digit of 10 does not exist: such a stem is not used.
NO_DIGIT = 10


def free_numbers(random: Random, taken: Container[str]) -> Iterator[str]:
    """Every valid number that is not taken, once each, in an order of the random's own."""
    step = next(step for step in iter(lambda: random.randrange(1, STEMS), None) if gcd(step, STEMS) == 1)
    stem = random.randrange(STEMS)
    for _turn in range(STEMS):
        stem = (stem + step) % STEMS
        digits = str(FIRST_STEM + stem)
        check = check_digit(digits)
        number = f"{digits}{check}"
        if check != NO_DIGIT and number not in taken:
            yield number


def check_digit(digits: str) -> int:
    """The ninth digit for eight digits (mod 11); NO_DIGIT where there is none."""
    return -sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=True)) % 11
