"""Driving an explorer in a real browser: move each control by keyboard and by mouse."""

from playwright.sync_api import TimeoutError

READY = """root => {
    const picture = root.querySelector('.rnn-picture')
    return picture && picture.complete && picture.naturalWidth > 100
}"""
NAME = """control => control.getAttribute('aria-label') ||
    [...(control.labels || [])].map(label => label.textContent)
        .join('').replace(/\\u200b/g, '').trim()"""
TRACK = """slider => {
    const place = slider.closest('.noUi-target').getBoundingClientRect()
    return [place.x, place.y, place.width, place.height]
}"""
# Each change of picture is counted.
WATCH = """root => {
    root.rnn = { pictures: 0 }
    root.querySelector('.rnn-picture').addEventListener('load', () => { root.rnn.pictures += 1 })
}"""


class Driven:
    """One explorer on an open page. `words` is what it says of itself, `message` its complaint."""

    def __init__(self, page, root):
        self.page, self.root = page, root
        root.scroll_into_view_if_needed()
        page.wait_for_function(READY, arg=root.element_handle(), timeout=30_000)
        root.evaluate(WATCH)

    def words(self):
        return self.root.locator(".rnn-words").inner_text()

    def message(self):
        return self.root.locator(".rnn-message").inner_text()

    def until(self, holds, arg=None, seconds=5):
        """Wait until this JavaScript function of the root and `arg` holds -> whether it does."""
        try:
            self.page.wait_for_function(
                f"([root, arg]) => ({holds})(root, arg)",
                arg=[self.root.element_handle(), arg],
                timeout=1000 * seconds,
            )
        except TimeoutError:
            return False
        return True

    def says(self, text):
        return self.until(
            "(root, text) => root.querySelector('.rnn-words').innerText.includes(text)", text
        )

    def complains(self, does=True):
        return self.until(
            "(root, does) => !!root.querySelector('.rnn-message').textContent === does", does
        )

    def height(self):
        return self.root.evaluate("root => root.offsetHeight")

    def seen(self):
        return self.root.evaluate(
            "root => [root.rnn.pictures, root.querySelector('.rnn-picture').src]"
        )

    def settle(self, before=None, seconds=5):
        """Wait for a new picture, then until none comes any more."""
        if before is not None:
            self.page.wait_for_function(
                "([root, src]) => root.querySelector('.rnn-picture').src !== src",
                arg=[self.root.element_handle(), before[1]],
                timeout=1000 * seconds,
            )
        while True:
            count = self.seen()[0]
            self.page.wait_for_timeout(150)
            if self.seen()[0] == count:
                return

    def controls(self):
        """(kind, name, locator) of every control, in the order of the Tab key."""
        found = []
        for kind, selector in (
            ("slider", "[role=slider]"),
            ("choice", "select"),
            ("switch", "input[type=checkbox]"),
            ("text", "input[type=text]"),
            ("area", "textarea"),
        ):
            for place in self.root.locator(selector).all():
                found.append((kind, place.evaluate(NAME), place))
        return found


def drive(opened, root):
    """Move every control of one explorer by keyboard and by mouse -> what is wrong, a line each."""
    driven = Driven(opened.page, root)
    controls = driven.controls()
    if not controls:
        yield "no controls found"
    height = driven.height()
    for kind, name, place in controls:
        if not name:
            yield f"a {kind} without a name that a screen reader can find"
            continue
        place.focus()
        if not place.evaluate("e => document.activeElement === e"):
            yield f"{name}: cannot be focused"
        for way, move in MOVES[kind].items():
            before = driven.seen(), driven.words()
            try:
                expected = move(opened.page, place)
                driven.settle(before[0])
            except Exception as error:
                yield f"{name}, {way}: the picture did not change ({type(error).__name__})"
                continue
            if driven.words() == before[1]:
                yield f"{name}, {way}: the words did not change"
            if driven.message():
                yield f"{name}, {way}: complains: {driven.message()}"
            if driven.height() != height:
                yield f"{name}, {way}: moves the page, from {height} high to {driven.height()}"
            if expected is not None and not driven.says(f"{name}: {expected()}"):
                yield f"{name}, {way}: does not say its new value {expected()!r}"
    yield from by_tab(opened.page, root)
    for kind, name, place in controls:
        if kind == "text":
            yield from enter_badly(opened.page, driven, name, place)
    yield from at_the_ends(opened.page, driven, controls)
    yield from drag_fast(opened.page, driven)


def by_tab(page, root):
    """From the first control, the Tab key reaches every other one, in their order."""
    first, *others = root.locator(
        "[role=slider], select, input[type=checkbox], input[type=text]"
    ).all()
    first.focus()
    for n, place in enumerate(others, start=2):
        for _ in range(2):  # a slider's number, beside it, is a field of its own
            page.keyboard.press("Tab")
            if reached := place.evaluate("e => document.activeElement === e"):
                break
        if not reached:
            yield f"the Tab key does not reach control {n} from the one before"
            place.focus()


def enter_badly(page, driven, name, place):
    """A bad entry is told in one line, the picture stays, and the good entry is shown again."""
    good, words, picture = place.input_value(), driven.words(), driven.seen()
    for bad in ("", "§", "x" * 5000):
        place.fill(bad)
        page.keyboard.press("Enter")
        if not driven.complains():
            yield f"{name}: no message for {bad[:20]!r}"
        if len(driven.message().splitlines()) > 1 or len(driven.message()) > 200:
            yield f"{name}: its message for {bad[:20]!r} is too long"
        if driven.seen() != picture or driven.words() != words:
            yield f"{name}: {bad[:20]!r} changes the picture"
        place.fill(good)
        page.keyboard.press("Enter")
        if not driven.complains(False):
            yield f"{name}: the message stays after the good entry"
        driven.settle()
        words, picture = driven.words(), driven.seen()


def at_the_ends(page, driven, controls):
    """All sliders at their ends together, with every choice."""
    for key in ("Home", "End"):
        for kind, _, place in controls:
            if kind == "slider":
                place.focus()
                page.keyboard.press(key)
        for kind, name, place in controls:
            if kind == "choice":
                for label in place.evaluate("e => [...e.options].map(o => o.label)"):
                    place.select_option(label=label)
                    says = driven.says(
                        f"{name}: {chosen(place)}"
                    )  # no new picture where it was chosen already
                    driven.settle()
                    if driven.message() or not says:
                        said = driven.message() or driven.words()[:80]
                        yield f"{name}, {label}, all sliders at {key}: {said}"


def value(slider):
    """What stands beside a slider."""
    return slider.evaluate(
        "e => e.closest('.widget-slider').querySelector('.widget-readout').textContent"
    )


def press(key):
    def move(page, slider):
        slider.focus()
        at_end = slider.get_attribute("aria-valuenow") == slider.get_attribute("aria-valuemax")
        page.keyboard.press({"right": "ArrowLeft" if at_end else "ArrowRight"}.get(key, key))
        return lambda: number(value(slider))

    return move


def number(text):
    """As Python writes it: a slider shows −0.50 where the value is -0.5."""
    text = text.replace("−", "-")
    return text if "." not in text else str(float(text))


def track(page, slider):
    """A click on the slider's line, where it does not stand now."""
    box = slider.evaluate(TRACK)
    at = slider.bounding_box()
    share = 0.2 if at["x"] + at["width"] / 2 > box[0] + box[2] / 2 else 0.8
    page.mouse.click(box[0] + share * box[2], box[1] + box[3] / 2)
    return lambda: number(value(slider))


def choose(page, place):
    """The next choice, or from the last one the one before, by the arrow keys."""
    place.focus()
    page.keyboard.press(
        "ArrowDown" if place.evaluate("e => e.selectedIndex < e.length - 1") else "ArrowUp"
    )
    return lambda: chosen(place)


def pick(page, place):
    """Another choice by mouse; the list itself is drawn by the system, out of reach."""
    place.click()
    page.keyboard.press("Escape")
    now, count = place.evaluate("e => [e.selectedIndex, e.length]")
    place.select_option(index=(now + 1) % count)
    return lambda: chosen(place)


def chosen(place):
    return place.evaluate("e => e.selectedOptions[0].textContent").replace("\xa0", " ")


def toggle(how):
    def move(page, place):
        place.focus()
        page.keyboard.press("Space") if how == "key" else place.click()
        return lambda: "on" if place.is_checked() else "off"

    return move


def shorten(page, place):
    """Type the entry again without its last word or letter."""
    text = place.input_value()
    shorter = text.rsplit(" ", 1)[0] if " " in text else text[:-1]
    place.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type(shorter)
    page.keyboard.press("Enter")
    return lambda: shorter


def again(page, place):
    """Click into the field and put its first word or letter at the end."""
    text = place.input_value()
    longer = f"{text} {text.split()[0]}" if " " in text else text + text[0]
    place.click(click_count=3)
    page.keyboard.type(longer)
    page.keyboard.press("Enter")
    return lambda: longer


def retype(text):
    def move(page, place):
        place.click()
        page.keyboard.press("Control+A")
        page.keyboard.type(text)
        page.keyboard.press("Tab")  # an area takes the Enter key as a line's end
        return lambda: text

    return move


MOVES = {
    "slider": {
        "arrow key": press("right"),
        "Home": press("Home"),
        "End": press("End"),
        "mouse": track,
    },
    "choice": {"arrow key": choose, "mouse": pick},
    "switch": {"space key": toggle("key"), "mouse": toggle("mouse")},
    "area": {"keys": retype("if (a) { b(); }"), "mouse and keys": retype("x = 'y'; // é")},
    "text": {"keys": shorten, "mouse and keys": again},
}


def drag_fast(page, driven):
    """Twenty fast drags of the first slider end on the last value, without delay."""
    sliders = [place for kind, _, place in driven.controls() if kind == "slider"]
    if not sliders:
        return
    box = sliders[0].evaluate(TRACK)
    at = sliders[0].bounding_box()
    page.mouse.move(at["x"] + at["width"] / 2, at["y"] + at["height"] / 2)
    page.mouse.down()
    for n in range(20):
        page.mouse.move(box[0] + box[2] * (0.9 if n % 2 else 0.1), box[1] + box[3] / 2, steps=4)
    page.mouse.move(box[0] + box[2] * 0.5, box[1] + box[3] / 2, steps=4)
    page.mouse.up()
    name = sliders[0].get_attribute("aria-label")
    try:
        page.wait_for_function(
            "([root, words]) => root.querySelector('.rnn-words').textContent.includes(words)",
            arg=[driven.root.element_handle(), f"{name}: {number(value(sliders[0]))}"],
            timeout=2000,
        )
    except Exception:
        words = driven.words()[:80]
        yield f"{name}: after twenty fast drags it says {words!r}, the slider {value(sliders[0])}"
    count = driven.seen()[0]
    page.wait_for_timeout(400)
    if driven.seen()[0] > count + 1:
        yield f"{name}: pictures still came long after twenty fast drags"
