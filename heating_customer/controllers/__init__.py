from . import contract
from . import portal
from . import portal_access
from . import portal_application
from . import portal_transfer
