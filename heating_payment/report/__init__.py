from . import heating_receipt_document
from . import heating_refund_document
from . import heating_shift_document
