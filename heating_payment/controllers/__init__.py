from . import receipt
from . import portal_payment
from . import portal
