"""What is told to the editor: a place, a code, the code's message with its arguments, and how to mend it.

A mistake in the content is a value, never an exception. `RULES` holds for each code its severity, its message and its
advice, as msgids of the catalogue `cli`; `{…}` are filled from the diagnostic's arguments.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

from sitegen import N_

Severity: TypeAlias = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A path from the site's root, and a line and column, both counted from 1, the column in characters."""

    path: str
    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """Something to tell the editor; `repair` is the text to write instead, ready to copy, or empty."""

    place: Place
    code: str
    arguments: Mapping[str, str | int] = field(default_factory=dict)
    repair: str = ""

    @property
    def severity(self) -> Severity:
        """Say whether the page survives it."""
        return RULES[self.code].severity


class Rule(NamedTuple):
    """A code's severity, its message and its advice."""

    severity: Severity
    message: str
    advice: str


def ordered(problems: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Sort by place, then code, each once."""
    unique = {(problem.place, problem.code, tuple(sorted(problem.arguments.items()))): problem for problem in problems}
    return [unique[key] for key in sorted(unique, key=lambda key: (key[0], key[1], str(key[2])))]


ERROR: Severity = "error"
"""What would publish a wrong or missing fact, text, link or file."""

WARNING: Severity = "warning"
"""What the page survives."""

RULES: Mapping[str, Rule] = {
    # files and folders
    "file-case": Rule(
        ERROR,
        N_("This name differs from {other} only in small and capital letters."),
        N_("On some computers they would be one file. Rename or delete one of them."),
    ),
    "file-apart": Rule(
        ERROR,
        N_("{other} is the same announcement, in another folder."),
        N_("Keep the languages of an announcement side by side."),
    ),
    "file-encoding": Rule(
        ERROR,
        N_("This file is not UTF-8 text from here on."),
        N_("Save it as UTF-8 (in Windows Notepad: Save as, Encoding: UTF-8)."),
    ),
    "file-ending": Rule(
        ERROR,
        N_("The name of this file does not end in .md."),
        N_("Rename it; Windows may add .txt and hide it."),
    ),
    "file-kind": Rule(
        ERROR,
        N_("Files that end in {ending} are not published: a browser would run what is in them."),
        N_("Offer a PDF, an office file or a picture."),
    ),
    "file-language": Rule(
        ERROR,
        N_("The name of this file does not say which of the site's languages it is in."),
        N_("Put the language before .md; the site has: {languages}."),
    ),
    "file-large": Rule(
        ERROR,
        N_("This file has {size} bytes; {limit} are allowed."),
        N_("Move tables and pictures into attachments, or split the text."),
    ),
    "file-link": Rule(
        ERROR,
        N_("This is a link to another place, not a file."),
        N_("Links are not followed. Put the file itself here."),
    ),
    "file-missing": Rule(
        ERROR,
        N_("There is no file {value}."),
        N_("Put the file into the announcement's own folder, or correct its name."),
    ),
    "file-name": Rule(
        ERROR,
        N_("The name {value} has letters or signs that an address cannot have."),
        N_("Use a-z, 0-9 and hyphens (in attachments also capitals, dots and underscores)."),
    ),
    "file-place": Rule(
        ERROR,
        N_("A file at this place belongs to no announcement."),
        N_("An announcement is content/<type>/<name>/index.<language>.md or content/<type>/<name>.<language>.md."),
    ),
    "file-twice": Rule(
        ERROR, N_("{other} already is this announcement in this language."), N_("Keep one of the two files.")
    ),
    "file-unreadable": Rule(
        ERROR, N_("This cannot be read: {reason}."), N_("Check that it exists and that you may read it.")
    ),
    "folder-deep": Rule(ERROR, N_("Folders are nested more than {limit} deep."), N_("Move the files further up.")),
    "folder-unknown": Rule(
        ERROR, N_("No type of document lives in the folder {folder}."), N_("The folders are: {known}.")
    ),
    # front matter
    "front-matter-missing": Rule(
        ERROR,
        N_("The file does not begin with front matter."),
        N_("Begin with a line of three hyphens, then the fields, then three hyphens again."),
    ),
    "front-matter-unclosed": Rule(
        ERROR, N_("The front matter is not closed."), N_("Put a line of three hyphens between the fields and the text.")
    ),
    "control-character": Rule(
        ERROR,
        N_("There is an invisible control character here ({code})."),
        N_("Delete it; it often comes along when text is copied from Word or a PDF."),
    ),
    "yaml-anchor": Rule(
        ERROR,
        N_("Anchors (&), references (*) and merge keys (<<) are not used here."),
        N_("Write the value out, or put it in quotes if it is meant as text."),
    ),
    "yaml-backslash": Rule(
        ERROR,
        N_("A backslash in double quotes is not taken as it is."),
        N_("Put the value in single quotes, or write each backslash twice."),
    ),
    "yaml-colon": Rule(ERROR, N_("A colon inside an unquoted value."), N_("Put the value in quotes.")),
    "yaml-comment": Rule(
        ERROR,
        N_("Here # begins a comment inside an unquoted value: what follows it is not read."),
        N_("Put the value in quotes; a note goes on a line of its own."),
    ),
    "yaml-deep": Rule(ERROR, N_("This is nested more than {limit} levels deep."), N_("Write it flatter.")),
    "yaml-documents": Rule(
        ERROR, N_("The fields have an end mark in the middle."), N_("Delete the line of three dots or hyphens.")
    ),
    "yaml-key": Rule(ERROR, N_("A list or a group cannot be the name of a field."), N_("Write name: value.")),
    "yaml-not-mapping": Rule(ERROR, N_("These are no fields."), N_("Write each field as name: value, one on a line.")),
    "yaml-quote": Rule(
        ERROR, N_("A value that begins with this sign must stand in quotes."), N_("Put the value in quotes.")
    ),
    "yaml-syntax": Rule(
        ERROR,
        N_("The fields cannot be read from here on."),
        N_("Look for a quote that is not closed, a missing colon or a line that is indented wrongly."),
    ),
    "yaml-tab": Rule(ERROR, N_("A tab indents this line."), N_("Use spaces.")),
    "yaml-tag": Rule(ERROR, N_("Tags (!) are not used here."), N_("Put the value in quotes if it is meant as text.")),
    "key-doubled": Rule(ERROR, N_("The field {key} is already given in line {line}."), N_("Keep one of the two.")),
    "key-unknown": Rule(ERROR, N_("There is no field {key}."), N_("Known here: {known}.")),
    "field-missing": Rule(
        ERROR, N_("The field {key} is required."), N_("Give it, or write null if the document does not say.")
    ),
    "field-unanswered": Rule(
        WARNING, N_("The field {key} is not answered."), N_("Give it, or write null if the document does not say.")
    ),
    "value-missing": Rule(ERROR, N_("The field {key} is required."), N_("Give a value.")),
    "value-comment": Rule(
        ERROR,
        N_("What follows # is a comment, which is not read, so that {key} has no value."),
        N_("Write the value without the #; a note goes on a line of its own."),
    ),
    "null-refused": Rule(ERROR, N_("The field {key} cannot be null."), N_("Give a value.")),
    "item-empty": Rule(ERROR, N_("An empty entry in {key}."), N_("Fill it in or delete it.")),
    "text-expected": Rule(ERROR, N_("{key} is one value, not a list or a group."), N_("Write it on one line.")),
    "list-expected": Rule(
        ERROR, N_("{key} is a list."), N_("Write each entry on a line of its own that begins with a hyphen.")
    ),
    "group-expected": Rule(ERROR, N_("{key} is a group of fields."), N_("It has: {fields}.")),
    # kinds of values
    "amount-invalid": Rule(
        ERROR,
        N_("{value} is no amount."),
        N_("Write digits with a point before the decimals, in quotes, and the currency beside it."),
    ),
    "base-url-invalid": Rule(
        ERROR,
        N_("{value} cannot be the address of a site."),
        N_("Write the address of its home, with a slash at the end."),
    ),
    "choice-unknown": Rule(ERROR, N_("{value} is none of the choices of {key}."), N_("The choices are: {choices}.")),
    "currency-invalid": Rule(
        ERROR, N_("{value} is no currency code."), N_("Use the three letters of ISO 4217: RON, MDL, PLN, EUR.")
    ),
    "date-invalid": Rule(
        ERROR, N_("{value} is no date."), N_("Write year-month-day (2021-03-19), or only 2021-03 or 2021.")
    ),
    "datetime-invalid": Rule(
        ERROR, N_("{value} is no day, and no day with an hour."), N_("Write 2021-03-19 or 2021-03-19 17:00.")
    ),
    "email-invalid": Rule(ERROR, N_("{value} is no e-mail address."), N_("Write it as name@example.org.")),
    "flag-invalid": Rule(ERROR, N_("{value} is neither true nor false."), N_("Write true or false.")),
    "id-invalid": Rule(
        ERROR, N_("This cannot be an id."), N_("Use a-z, 0-9 and hyphens (for a heading, not lead or front).")
    ),
    "language-invalid": Rule(ERROR, N_("{value} is no language tag."), N_("Use a tag such as ro, pl, en or ro-MD.")),
    "number-invalid": Rule(ERROR, N_("{value} is no whole number."), N_("Write digits only.")),
    "path-invalid": Rule(
        ERROR,
        N_("{value} is no address in this site."),
        N_("Write it without the host, in a-z, 0-9, hyphens and slashes."),
    ),
    "reference-invalid": Rule(
        ERROR,
        N_("{value} is no identity of an announcement."),
        N_("Write its folder and name, such as circulars/cipe-support-groups."),
    ),
    "slug-invalid": Rule(
        ERROR, N_("{value} cannot stand in an address."), N_("Use a-z, 0-9 and hyphens, at most 100 signs.")
    ),
    "url-invalid": Rule(ERROR, N_("{value} is no web address."), N_("Begin with https:// and leave out spaces.")),
    "zone-unknown": Rule(
        ERROR, N_("{value} is no time zone."), N_("Write a name such as Europe/Bucharest or Europe/Warsaw.")
    ),
    "act-cycle": Rule(
        ERROR,
        N_("{key}: this act and {value} change each other, directly or by way of others."),
        N_("An act changes only earlier ones. Take out the wrong reference."),
    ),
    "act-earlier": Rule(
        ERROR,
        N_("{key}: {value} is of {date}, later than this act, which is of {own}."),
        N_("An act changes only earlier ones. Check the reference and both dates."),
    ),
    "period-reversed": Rule(ERROR, N_("{key} ends before it begins."), N_("Check the two dates.")),
    "funding-sum": Rule(
        ERROR, N_("The parts of {key} add up to {parts}, the total is {total}."), N_("Check the amounts.")
    ),
    # the site
    "site-missing": Rule(
        ERROR,
        N_("There is no content/site.yaml."),
        N_("It holds the site's id, titles, address, languages and time zone."),
    ),
    "catalogue-missing": Rule(
        ERROR,
        N_("There are no interface words in the language {language}."),
        N_(
            "The command “sitegen messages” begins locales/{language}/LC_MESSAGES/messages.po, to be translated there;"
            " or take the language out of the list."
        ),
    ),
    "statement-outdated": Rule(
        WARNING,
        N_("The accessibility statement was last reviewed in {year}."),
        N_("It must be reviewed by 31 March of every year. Review it, then write the day here."),
    ),
    "statement-problems": Rule(
        ERROR,
        N_("The website is said to be accessible in part, but nothing is said of what is not."),
        N_("List it under problems: what it is, and why. If nothing is left of it, the website is fully_compliant."),
    ),
    "statement-translation": Rule(
        ERROR,
        N_("An accessibility statement cannot be an unofficial or a machine translation."),
        N_("Have whoever answers for the statement check it, then write authentic here, or official."),
    ),
    # facts and languages
    "original-missing": Rule(
        ERROR,
        N_("Every version of this announcement says it is a translation."),
        N_("Take the translation block out of the original."),
    ),
    "original-doubled": Rule(
        ERROR,
        N_("{other} is an original too."),
        N_("An announcement has one original; add a translation block to the other."),
    ),
    "lang-contradiction": Rule(
        ERROR,
        N_("lang says {value}, the file's name says {language}."),
        N_("lang may only refine it, as ro-MD refines ro."),
    ),
    "fact-contradiction": Rule(
        ERROR,
        N_("{key} differs from the original ({other})."),
        N_("A fact is the same in every language. Correct it, or leave it out of the translation."),
    ),
    "not-in-original": Rule(ERROR, N_("{key} is not in the original ({other})."), N_("Add it to the original first.")),
    "list-length": Rule(
        ERROR,
        N_("Entries of {key}: {count} here, {expected} in the original ({other})."),
        N_("A translation has the same entries in the same order."),
    ),
    "text-borrowed": Rule(
        WARNING, N_("{key} is not translated."), N_("It is shown in the language of the original until it is.")
    ),
    "translation-of": Rule(
        ERROR, N_("translation.of says {value}, the original is in {language}."), N_("Correct the language.")
    ),
    "translation-unstamped": Rule(
        WARNING,
        N_("Nobody recorded which state of the original this translates."),
        N_("If it is up to date, add this to the translation block."),
    ),
    "translation-outdated": Rule(
        WARNING,
        N_("The original ({other}) has changed since: {sections}."),
        N_("Translate what changed, then stamp the translation anew."),
    ),
    "heading-unpaired": Rule(
        WARNING,
        N_("The heading “{title}” has no counterpart in the original ({other})."),
        N_("Use the same headings in the same order, or give it the id of the original's heading: {{#id}}."),
    ),
    "organisation-unknown": Rule(
        ERROR, N_("There is no organisation {value} in organisations.yaml."), N_("Add it there, or correct the id.")
    ),
    "topic-unknown": Rule(
        ERROR, N_("There is no topic {value} in topics.yaml."), N_("Add it there, or correct the id.")
    ),
    "reference-unknown": Rule(
        ERROR, N_("There is no announcement {value}."), N_("Correct the identity: its folder and its name.")
    ),
    "reference-hidden": Rule(
        WARNING, N_("The announcement {value} is a draft, or is not published yet."), N_("Until then no link is shown.")
    ),
    "address-vanished": Rule(
        ERROR,
        N_("This is published at {address}, where nothing would be any more."),
        N_("So the file is to read there; then the old addresses lead to this announcement."),
    ),
    "address-withdrawn": Rule(
        ERROR,
        N_("What is published at {address} would be there no more."),
        N_(
            "Add these lines at the end of content/gone.yaml; make that file if there is none."
            " Where an announcement has only moved, write the address under its aliases instead."
        ),
    ),
    "slug-clash": Rule(ERROR, N_("{other} has the same address: {address}."), N_("Give one of them another slug.")),
    "file-reserved": Rule(
        ERROR,
        N_("The name {value} is that of a file that is made beside the page."),
        N_("Give your file another name."),
    ),
    "slug-reserved": Rule(
        ERROR, N_("The slug {slug} has a meaning of its own in addresses."), N_("Choose another one.")
    ),
    # the text
    "angle-brackets": Rule(
        ERROR,
        N_("{what} would be taken for HTML, and nobody would see it."),
        N_("For a link, write [words](address); to show the brackets themselves, write &lt; and &gt;."),
    ),
    "bold-spaced": Rule(
        WARNING,
        N_("These asterisks are shown as they are: inside of them stands a space."),
        N_("Write the words directly between them: **words**."),
    ),
    "body-brackets": Rule(
        ERROR, N_("More than {limit} opening brackets in one paragraph are not closed."), N_("Delete them.")
    ),
    "body-long": Rule(
        ERROR, N_("The text has more than {limit} lines."), N_("Split it, or move tables and lists into attachments.")
    ),
    "body-repetition": Rule(
        ERROR,
        N_("There are too many signs here that Markdown reads (such as * _ [ | or spaces)."),
        N_("Delete those that mean nothing, or divide the text by empty lines."),
    ),
    "body-deep": Rule(ERROR, N_("Lists or quotes are nested more than {limit} deep."), N_("Write them flatter.")),
    "heading-one": Rule(
        ERROR, N_("A heading of the first level in the text."), N_("The title already is that heading; begin with ##.")
    ),
    "heading-skipped": Rule(
        WARNING,
        N_("This heading skips a level."),
        N_("Readers of a screen reader lose their way; write at most {expected} signs #."),
    ),
    "html-removed": Rule(WARNING, N_("{what} is not allowed here and was left out."), N_("Write it in Markdown.")),
    "id-doubled": Rule(ERROR, N_("The id {id} is used twice."), N_("Give one of them another id.")),
    "image-alt": Rule(
        ERROR, N_("The image {target} has no alternative text."), N_("Say in words what it shows: ![words](file).")
    ),
    "image-remote": Rule(
        ERROR, N_("The image {target} is on another host."), N_("Put the file into the announcement's folder.")
    ),
    "link-anchor": Rule(
        ERROR, N_("There is no heading with the id {value} there."), N_("Correct what stands after #.")
    ),
    "link-empty": Rule(ERROR, N_("A link without words."), N_("Write words that say where it leads.")),
    "link-outside": Rule(
        ERROR,
        N_("{value} is no file in this announcement's folder."),
        N_("Link a file in the same folder, or another announcement."),
    ),
    "link-root": Rule(
        ERROR,
        N_("{value} begins with a slash."),
        N_("Link announcements as announcement:folder/name, so that the site works at any address."),
    ),
    "link-scheme": Rule(
        ERROR, N_("Links that begin with {scheme}: are not allowed."), N_("Use https:, mailto: or tel:.")
    ),
    "list-unread": Rule(
        ERROR,
        N_("{mark} begins no list here: this line would run into the one above."),
        N_("Write lists with -, 1., 1) or a), or put an empty line above to begin a paragraph."),
    ),
    "table-tabs": Rule(
        WARNING,
        N_("This line looks like a row of a table, whose cells would run together."),
        N_("Write a table with bars, a line of hyphens below its head."),
    ),
    "passage-attribute": Rule(ERROR, N_("A passage has a language and nothing else."), N_("Write ::: {{lang=en}}.")),
    "passage-unopened": Rule(
        ERROR,
        N_("There is no passage that this line could end."),
        N_("Delete it, or begin the passage above with ::: {{lang=en}}."),
    ),
    "passage-unclosed": Rule(ERROR, N_("This passage is not closed."), N_("End it with a line of three colons.")),
    # what comes back from a translator
    "handoff-language": Rule(
        ERROR,
        N_("This file does not say which of the site's languages it translates into."),
        N_("Its header has a line Language with one of: {languages}."),
    ),
    "handoff-place": Rule(
        ERROR,
        N_("This entry belongs to no announcement of this site: {value}."),
        N_("Leave the contexts of entries (msgctxt) as they were handed off."),
    ),
    "handoff-structure": Rule(
        ERROR,
        N_("This translation cannot stand where it belongs: “{text}”."),
        N_("Keep to one paragraph, and do not begin it with a sign that Markdown reads (such as # > - | or 1.)."),
    ),
    # what the words say
    "date-impossible": Rule(WARNING, N_("There is no such day: {value}."), N_("Look the date up, and correct it.")),
    "date-weekday": Rule(
        WARNING,
        N_("{value} is no such day of the week: {day}."),
        N_("By the calendar it is: {right}. Correct the day or the date."),
    ),
    "published-early": Rule(
        ERROR,
        N_("Published on {published}, before the day of the act itself, {date}."),
        N_("Write here the day on which this bulletin published it, or correct the date of the act."),
    ),
    "updated-early": Rule(
        ERROR,
        N_("Last updated {updated}, before it was published, {published}."),
        N_("Correct the one that is wrong, or take out the last update: the first version needs none."),
    ),
    "deadline-short": Rule(
        WARNING,
        N_("{key}: the number of days after {date} is {days}; it must be at least {least}."),
        N_("The first day that leaves enough time is {first}. Check both dates."),
    ),
    "deadline-early": Rule(
        WARNING,
        N_("{key}: the deadline is over before the day of publication, {published}."),
        N_("Check both dates. An announcement that is kept for the record has status: archived."),
    ),
    "fact-changed": Rule(
        WARNING,
        N_("The original says {value} ({other}), here stands {found}."),
        N_("A fact is the same in every language. Correct the one that is wrong."),
    ),
    "facts-unread": Rule(
        WARNING,
        N_("Dates, hours, amounts and numbers are not compared with the original: they cannot be read in {named}."),
        N_("Compare them with {other} yourself, then write the day into the translation block: reviewed."),
    ),
    "fact-order": Rule(
        WARNING,
        N_("The original says {value} ({other}), here stands {found}: the order is another."),
        N_("Put the rows, entries or paragraphs in the original's order, or correct the facts."),
    ),
    "fact-added": Rule(
        WARNING,
        N_("Here stands {found}, which the original does not say ({other})."),
        N_("Take it out, or add it to the original."),
    ),
    "fact-lacking": Rule(
        WARNING,
        N_("The original says {value} ({other}), which is not in this part of the translation."),
        N_("Add it, or check whether the original is right."),
    ),
    "file-unused": Rule(
        WARNING,
        N_("Nothing refers to the file {value}."),
        N_("List it under attachments or link it in the text; else delete it."),
    ),
    "file-vague": Rule(
        WARNING,
        N_("The name {value} does not say what is in the file."),
        N_("Name it by its content, such as order-1921-2021.ro.pdf."),
    ),
    "language-foreign": Rule(
        WARNING,
        N_("This paragraph seems to be in another language ({language}) than it claims ({claimed})."),
        N_("Translate it, or put it between ::: {{lang={language}}} and :::."),
    ),
    "letter-cedilla": Rule(
        WARNING,
        N_("{value}: a letter with a cedilla, where Romanian has the comma below."),
        N_("Search and screen readers miss such words. Write ș and ț."),
    ),
    "letter-encoding": Rule(
        WARNING,
        N_("{value}: this text was read in a wrong encoding."),
        N_("Copy it from the source again, or write the letters anew."),
    ),
    "letter-lookalike": Rule(
        WARNING,
        N_("{value}: a letter that only looks like the right one."),
        N_("Search and screen readers miss such words. Write the word anew."),
    ),
    "letter-lost": Rule(
        WARNING,
        N_("{value}: letters were lost here."),
        N_("Look into the source what the word was, and write it anew."),
    ),
    "link-bare": Rule(
        WARNING,
        N_("An address without words: {value}."),
        N_("Say in words where it leads: [words](address)."),
    ),
    "link-language": Rule(
        WARNING,
        N_("{value} has no version in this language."),
        N_("The link leads to the original. Have it translated, or say so in the text."),
    ),
    "link-words": Rule(
        WARNING,
        N_("The words of this link do not say where it leads: {value}."),
        N_("Those who hear only the links need words such as “the order of 2021”."),
    ),
    "quotes-foreign": Rule(
        WARNING, N_("{value}: these are another language's quotation marks."), N_("Write „…”, or straight ones.")
    ),
    # personal data
    "personal-number": Rule(
        ERROR,
        N_("A person's national number (CNP, PESEL or IDNP) stands here."),
        N_("Take it out, also from the history of the file. If it must stay, give the reason under privacy."),
    ),
    "personal-number-likely": Rule(
        WARNING,
        N_("This may be a person's PESEL number."),
        N_("If it is, take it out. If it must stay, give the reason under privacy."),
    ),
    "personal-card": Rule(
        ERROR,
        N_("The number of an identity card stands here."),
        N_("Take it out, also from the history of the file. If it must stay, give the reason under privacy."),
    ),
    "personal-iban": Rule(
        WARNING,
        N_("A bank account (IBAN) stands here."),
        N_("An institution's may stay: give the reason under privacy. A person's must not."),
    ),
    "personal-birth": Rule(
        WARNING,
        N_("A person's date of birth stands here."),
        N_("If it is not needed, take it out. If it must stay, give the reason under privacy."),
    ),
    "personal-address": Rule(
        WARNING,
        N_("A person's home address stands here."),
        N_("If it is not needed, take it out. If it must stay, give the reason under privacy."),
    ),
    "personal-health": Rule(
        WARNING,
        N_("A child's name stands here beside words about health or special needs."),
        N_("Take the name out. If it must stay, give the reason under privacy."),
    ),
    "personal-marks": Rule(
        WARNING,
        N_("A table of names with marks or results."),
        N_("Use codes instead of names. If it must stay, give the reason under privacy."),
    ),
    "personal-mail": Rule(
        WARNING,
        N_("The private e-mail address of a person stands here."),
        N_("Give the institution's address. If it must stay, give the reason under privacy."),
    ),
    "personal-location": Rule(
        WARNING,
        N_("The picture {value} says where it was taken (EXIF)."),
        N_(
            "Run sitegen fix, or take it out by hand (in Windows: Properties, Details, Remove). If it must stay, give"
            " the reason under privacy."
        ),
    ),
    "personal-author": Rule(
        WARNING,
        N_("The file {value} names its author in its properties."),
        N_(
            "Run sitegen fix. What it cannot take out, remove where the file was made (Word: File, Info, Inspect"
            " Document; LibreOffice: File, Properties, Reset Properties), and save the PDF anew. If it must stay, give"
            " the reason under privacy."
        ),
    ),
    # attachments
    "attachment-number": Rule(
        ERROR,
        N_("A person's national number (CNP, PESEL or IDNP) stands in the file {value}: {found}."),
        N_("Take it out of the file, also from its history. If it must stay, give the reason under privacy."),
    ),
    "attachment-number-likely": Rule(
        WARNING,
        N_("What may be a person's PESEL number stands in the file {value}: {found}."),
        N_("If it is, take it out of the file. If it must stay, give the reason under privacy."),
    ),
    "attachment-card": Rule(
        ERROR,
        N_("The number of an identity card stands in the file {value}: {found}."),
        N_("Take it out of the file, also from its history. If it must stay, give the reason under privacy."),
    ),
    "attachment-iban": Rule(
        WARNING,
        N_("A bank account (IBAN) stands in the file {value}: {found}."),
        N_("An institution's may stay: give the reason under privacy. A person's must not."),
    ),
    "attachment-tracked": Rule(
        WARNING,
        N_("The file {value} holds tracked changes or comments."),
        N_(
            "Accept or reject the changes and delete the comments (Word: Review; LibreOffice: Edit, Track Changes),"
            " then save it anew. If they must stay, give the reason under privacy."
        ),
    ),
    "attachment-scanned": Rule(
        WARNING,
        N_("The PDF {value} has no text that can be searched or read aloud; it seems to be scanned."),
        N_("Write what it says into the announcement, ask for the original file, or have its text recognised (OCR)."),
    ),
    "attachment-unsearched": Rule(
        WARNING,
        N_("The file {value} could not be searched whole for people's numbers."),
        N_(
            "It is very large, costly to read or broken. Split it or save it anew. If it must stay so, look through it"
            " yourself and give the reason under privacy."
        ),
    ),
    # designers' files
    "catalogue-invalid": Rule(ERROR, N_("This is no valid catalogue: {found}."), N_("Mend it with a PO editor.")),
    "message-fuzzy": Rule(
        WARNING,
        N_("The translation of “{message}” is marked as fuzzy."),
        N_("Check it and take the mark away; until then it is not used."),
    ),
    "message-missing": Rule(
        WARNING, N_("“{message}” is not translated."), N_("Readers see it in English until it is.")
    ),
    "message-placeholders": Rule(
        ERROR,
        N_("The translation of “{message}” has other placeholders than the original."),
        N_("Keep what stands in braces or after % as it is."),
    ),
    "message-unsafe": Rule(
        ERROR,
        N_("The translation of “{message}” has signs that the original does not have: {found}."),
        N_("A browser may take them for HTML, or nobody sees them. Take them out; quotation marks are “…” or „…”."),
    ),
    "field-fixed": Rule(
        ERROR,
        N_("The field {key} cannot be declared like this."),
        N_("The program needs it as it stands in the default common.yaml."),
    ),
    "template-failed": Rule(
        ERROR,
        N_("The template failed at {page}: {reason}."),
        N_("templates/README.md says what each template may see."),
    ),
    "template-invalid": Rule(ERROR, N_("The template cannot be read: {reason}."), N_("Mend the template.")),
}
