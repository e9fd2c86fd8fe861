"""接口: every register over HTTP for other systems, with a token that acts as a person of its own.

The same gate (people/access.py), the same desk (luoshi.desk), the same as-of as the pages: nothing here decides.
django-ninja's home; `build` lists the addresses, `declared` makes the shapes of a register from its declaration.
"""
