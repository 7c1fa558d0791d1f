from . import helpdesk_ticket_assign
from . import helpdesk_ticket_cancel
from . import helpdesk_ticket_done
