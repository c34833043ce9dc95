"""people: refs and consents of workers. Never names: those have a door of their own."""

from crest.people.keys import renew as renew_keys
from crest.people.records import ConsentLine, Erasure, ListCount, PersonCard, PersonRef, PersonSheet
from crest.people.selectors import lists_with_names, may_use, person_sheet, persons_of
from crest.people.services.consents import give_consent, withdraw_consent
from crest.people.services.keeping import erase, merge, record_identity, split
from crest.people.services.lists import forget_list, record_list

__all__ = [
    "ConsentLine", "Erasure", "ListCount", "PersonCard", "PersonRef", "PersonSheet", "erase",
    "forget_list", "give_consent", "lists_with_names", "may_use", "merge", "person_sheet",
    "persons_of", "record_identity", "record_list", "renew_keys", "split", "withdraw_consent",
]  # fmt: skip
