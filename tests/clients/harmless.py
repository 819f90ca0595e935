"""What the checkers say of mails, each with why it does no harm."""

ONLY_IN_STYLE = "only in <style>, where it repeats what is inline for programs that read it"
HIDES_PREVIEW = "hides the preview, as three other declarations do; one of them is enough"
FOR_READERS_OF_SCREENS = "helps screen readers; without it the words are the same"
AS_USUAL = "says what is so without it"

LACKING = {
    "<style> element": "every style that matters is inline",
    "@media": ONLY_IN_STYLE,
    "!important keyword": ONLY_IN_STYLE,
    "Chaining selectors": ONLY_IN_STYLE,
    "Class selector": ONLY_IN_STYLE,
    "Descendant combinator": ONLY_IN_STYLE,
    "ID selector": ONLY_IN_STYLE,
    "Type selector": ONLY_IN_STYLE,
    "outline": ONLY_IN_STYLE,
    "display:none": HIDES_PREVIEW,
    "max-height property": HIDES_PREVIEW,
    "opacity": HIDES_PREVIEW,
    "overflow": HIDES_PREVIEW,
    "<body> element": "its background is that of the element inside too",
    "aria-label attribute": FOR_READERS_OF_SCREENS,
    "lang attribute": FOR_READERS_OF_SCREENS,
    "role attribute": FOR_READERS_OF_SCREENS,
    "height property": "only `auto` of pictures, which have no attribute `height`: their proportions stay",
    "srcset and sizes attributes": "`src` is shown, and sharp enough",
    "text-decoration": "the link on a button is underlined",
    "word-break": "a word longer than the line, which is an address, is scrolled to",
    "word-spacing": AS_USUAL,
}
"""Features that some of the programs lack altogether."""

HARMLESS_PART = {
    "<ul>, <ol> and <dl>": "no list is reversed, none has a number set",
    "background": "only a colour",
    "background-color": "only hexadecimal colours, never names",
    "border": "only around cells, and thin",
    "dir attribute": AS_USUAL,
    "direction": AS_USUAL,
    "display": "only `block`, `inline-block` and `none`; Outlook gets tables for columns",
    "font-size": "only in pixels",
    "font-weight": "only `bold`",
    "line-height": "only numbers, and 100%",
    "margin": "none is negative; what `auto` centres is as wide as the mail, or in a table for Outlook",
    "max-width": "the attribute `width` and, in Outlook, the table around say it too",
    "padding": "only of cells; lists have the indentation of the program instead",
    "text-align": "only `left` and `center`",
    "width attribute": "only pixels for pictures",
    "width property": "tables and pictures have the attribute `width` too",
}
"""Features of which some of the programs lack a part, which no mail uses or needs."""

INVALID = {
    r"Attribute “xmlns:[vo]” not allowed here\.": "Outlook needs it to scale pictures",
    r"CSS: “mso-table-[lr]space”: Property “mso-table-[lr]space” doesn't exist\.": (
        "Outlook would leave gaps beside tables"
    ),
    r"The “(border|cellpadding|cellspacing)” attribute on the “table” element is obsolete\..*": (
        "tables put things in their places: programs without <style> would draw gaps"
    ),
    r"The “(align|width)” attribute on the “table” element is obsolete\..*": (
        "Outlook centres and measures by attributes"
    ),
    r"The “align” attribute on the “td” element is obsolete\..*": "MJML repeats `text-align` for Outlook",
    r"The “bgcolor” attribute on the “td” element is obsolete\..*": (
        "buttons keep their colour where styles go"
    ),
    r"The “type” attribute for the “style” element is not needed and should be omitted\.": (
        "old programs want it"
    ),
    r"Trailing slash on void elements has no effect .*": "MJML writes <img /> and <br />",
}
"""Patterns of what the Nu HTML checker says of MJML's HTML: it is for Outlook, which renders as Word does."""
