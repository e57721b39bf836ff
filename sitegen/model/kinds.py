"""The kinds that a field's value may have."""

from __future__ import annotations

from collections.abc import Mapping

EXAMPLES: Mapping[str, str] = {
    "currency": "RON",
    "date": "2027-02-26",
    "datetime": "2027-02-26 17:00",
    "deadline": "2027-02-26 17:00",
    "decimal": '"1335589.92"',
    "email": "secretariat@example.org",
    "filename": "plan.pdf",
    "flag": "true",
    "language": "ro",
    "number": "3",
    "organisation": "isj-cluj",
    "path": "/ro/noutati/numele-vechi/",
    "reference": "circulars/cipe-support-groups",
    "slug": "scoala-de-vara",
    "topic": "inclusion",
    "url": "https://example.org/",
}
"""What a value of a kind looks like, where the declaration of a field gives no example."""
