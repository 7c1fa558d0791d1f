from . import receipt
from . import portal_payment
