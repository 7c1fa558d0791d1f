from . import heating_application_confirm
from . import heating_application_give_up
from . import heating_application_late
from . import heating_contract_draft
from . import heating_hold_release
from . import tier_comment_wizard
from . import heating_household_code_show
from . import tier_validation_forward_wizard
