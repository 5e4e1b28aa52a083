"""The URL register: every address of the portal, and the answer that each kind of visitor gets there.

    from tests.url_register import ADDRESSES

`addresses` joins the whole table, `expectations` holds the words in which it is written, and each other module is the
part of the table about one area of the portal. A new address without an entry fails tests/test_access.py.
"""

from tests.url_register.addresses import ADDRESSES, THIRD_PARTY_GROUPS
from tests.url_register.expectations import Address

__all__ = ["ADDRESSES", "THIRD_PARTY_GROUPS", "Address"]
