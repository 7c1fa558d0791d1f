from . import test_access
from . import test_caller
from . import test_dispatch
from . import test_helpdesk_kept
from . import test_portal
from . import test_portal_submit
from . import test_ticket_guard
from . import test_ticket_way
