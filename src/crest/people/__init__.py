"""people: the vault of workers' names, and what each worker consented to.

Owns Person, its sealed identity, aliases, consents. Other rooms hold a PersonRef and never a name.
`facade.py` is the door for refs and consents; `names.py` the only one for names.
"""
