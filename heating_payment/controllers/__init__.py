from . import receipt
from . import portal_payment
from . import portal
from . import payment_notify
from . import pay
from . import portal_pay
