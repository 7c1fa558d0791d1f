from . import account_payment_register
from . import heating_receipt_void
from . import heating_refund_pay_out
from . import heating_refund_return
from . import heating_shift_close
from . import heating_shift_confirm
from . import heating_shift_explain
from . import heating_shift_turn_in
