"""How a person is found without opening a name: blind indexes of what lists call it."""

from __future__ import annotations

from crest.people.models import Alias, Person
from crest.seal.blind import blind_index, digits, folded

# A worker's number at a workplace is that worker; the others only say who may be the same.
REFERENCE, NAME, PHONE, PAPER = "reference", "name", "phone", "paper"
ALIKE = (NAME, PHONE, PAPER)


def index_of(kind: str, text: str, within: str, *, owner: int, key: bytes) -> str:
    """The index of a text; empty for nothing. `within`: the workplace, for numbers and names."""
    plain = digits(text) if kind in {PHONE, PAPER} else folded(text)
    if not plain:
        return ""
    whole = plain if kind in {PHONE, PAPER} else folded(text, within)
    return blind_index(whole, key, organisation=owner, purpose=kind)


def aliases_of(
    person: Person, said: dict[str, str], *, within: str, batch: str, key: bytes
) -> list[Alias]:
    """The aliases of what is said of a person, not yet saved."""
    owner, found = person.owner_id, []
    for kind in (REFERENCE, *ALIKE):
        index = index_of(kind, said.get(kind, ""), within, owner=owner, key=key)
        if index:
            found.append(Alias(owner_id=owner, person=person, kind=kind, index=index, batch=batch))
    return found
