from . import heating_receipt_document
