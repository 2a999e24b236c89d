# SPDX-License-Identifier: Apache-2.0
"""Numbers with +84, one a line, on standard input; libphonenumber's word for each on standard output. Ends with 3 without it."""
import sys

try:
    import phonenumbers as p
except ImportError:
    sys.exit(3)
T = p.PhoneNumberType
NAMES = {T.MOBILE: 'mobile', T.FIXED_LINE: 'landline', T.TOLL_FREE: 'free', T.PREMIUM_RATE: 'paid', T.VOIP: 'net', T.UAN: 'desk'}
for line in sys.stdin:
    try:
        n = p.parse(line.strip())
        print(NAMES.get(p.number_type(n), 'none') if p.is_valid_number(n) else 'none')
    except p.NumberParseException:
        print('none')
