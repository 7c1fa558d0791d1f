from . import heating_application_confirm
from . import heating_application_late
from . import tier_comment_wizard
