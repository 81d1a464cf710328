"""The numbers of headings: 一、 (一) 1. (1), in that order, each level anew under the one above."""

DIGITS = "零一二三四五六七八九"


def chinese(number: int) -> str:
    """A number of 1 to 999 as headings write it: 一, 十, 十二, 二十三, 一百〇五, 一百一十."""
    if not 0 < number < 1000:
        raise ValueError(f"no heading is numbered {number}")
    hundreds, below = divmod(number, 100)
    if hundreds:
        rest = "" if not below else f"〇{DIGITS[below]}" if below < 10 else ("一" * (below < 20)) + chinese(below)
        return f"{DIGITS[hundreds]}百{rest}"
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else DIGITS[tens]) + ("十" if tens else "") + (DIGITS[ones] if ones else "")


def number_of(level: int, number: int) -> str:
    match level:
        case 1:
            return f"{chinese(number)}、"
        case 2:
            return f"（{chinese(number)}）"
        case 3:
            return f"{number}."
        case _:
            return f"（{number}）"
