from . import heating_application_confirm
from . import tier_comment_wizard
