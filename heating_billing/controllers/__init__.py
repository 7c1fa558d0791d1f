from . import report
from . import portal
from . import portal_fapiao
