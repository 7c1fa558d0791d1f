from . import account_payment_register
from . import heating_receipt_void
from . import heating_shift_close
