from . import heating_bill_document
